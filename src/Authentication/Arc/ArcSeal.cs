using Causeway.Authentication.Dkim;

namespace Causeway.Authentication.Arc;

/// <summary>An ARC-Seal as it is read (RFC 8617 section 4.1.3).</summary>
/// <param name="Algorithm">a=.</param>
/// <param name="Domain">d=, in lower case.</param>
/// <param name="Selector">s=, in lower case.</param>
/// <param name="Status">cv=, in lower case.</param>
/// <param name="Signature">b=.</param>
internal sealed record ArcSeal(
    SigningAlgorithm Algorithm, string Domain, string Selector, string Status, byte[] Signature)
{
    // RFC 6376 section 3.5.
    private const int DigitsOfTime = 12;

    /// <summary>Null where it is none. RFC 8617 section 4.1.3: with an h= it is none, either.</summary>
    public static ArcSeal? Read(TagList tags) =>
        Algorithms.Of(tags.Text("a") ?? "") is { } algorithm
        && tags.Domain("d", labels: 2) is { } domain && tags.Domain("s", labels: 1) is { } selector
        && StatusOf(tags) is "none" or "pass" or "fail" && tags.Base64("b") is { Length: > 0 } signature
        && (!tags.Has("t") || tags.TryNumber("t", DigitsOfTime, out _)) && !tags.Has("h")
            ? new ArcSeal(algorithm, domain, selector, StatusOf(tags), signature)
            : null;

    /// <summary>What cv= says; its words have no case. Empty without the tag.</summary>
    public static string StatusOf(TagList tags) => tags.Text("cv")?.ToLowerInvariant() ?? "";
}
