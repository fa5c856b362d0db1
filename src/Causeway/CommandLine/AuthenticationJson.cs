using Causeway.Authentication;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;

namespace Causeway.CommandLine;

internal sealed record SpfJson(string Result, string Domain, string? Mechanism);

internal sealed record DkimJson(string Result, string? Domain, string? Selector, string? Reason);

/// <summary>`domain` is the Author Domain.</summary>
internal sealed record DmarcJson(string Result, string? Policy, string? Domain, bool Aligned, string? Reason);

internal sealed record ArcHopJson(int Instance, string Domain, string Selector, string Cv);

internal sealed record ArcJson(string Result, IEnumerable<ArcHopJson> Chain);

internal sealed record IprevJson(string Result, string? Name);

/// <summary>What <c>authenticate --json</c> writes: results in the words of RFC 8601.</summary>
internal sealed record AuthenticationJson(
    SpfJson Spf, IReadOnlyList<DkimJson> Dkim, DmarcJson Dmarc, ArcJson Arc, IprevJson Iprev,
    string AuthenticationResults)
{
    public static AuthenticationJson Of(AuthenticationVerdict verdict) => new(
        new SpfJson(Word(verdict.Spf.Result), verdict.Spf.Domain, verdict.Spf.Mechanism),
        [.. verdict.Dkim.Where(signature => signature.Result != DkimResult.None).Select(signature => new DkimJson(
            Word(signature.Result), signature.Domain, signature.Selector, signature.Reason))],
        new DmarcJson(
            Word(verdict.Dmarc.Result), verdict.Dmarc.Policy is { } policy ? Word(policy) : null,
            verdict.Dmarc.AuthorDomain, verdict.Dmarc.IsSpfAligned || verdict.Dmarc.IsDkimAligned,
            verdict.Dmarc.Reason),
        new ArcJson(Word(verdict.Arc.Result), verdict.Arc.Chain.Select(Of)),
        new IprevJson(Word(verdict.Iprev.Result), verdict.Iprev.Name),
        verdict.ToResults("localhost").Text);

    private static ArcHopJson Of(ArcHop hop) => new(hop.Instance, hop.Domain, hop.Selector, hop.ValidationStatus);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
