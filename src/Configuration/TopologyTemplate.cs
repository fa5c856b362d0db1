using Causeway.Core.Addresses;

namespace Causeway.Configuration;

/// <summary>
/// Writes the files to begin with: the reference topology for a domain, a few recipients, and what Git ignores.
/// </summary>
public static class TopologyTemplate
{
    public const string TopologyFileName = "causeway.yaml";

    public const string RecipientsFileName = "recipients.csv";

    private const string IgnoreFileName = ".gitignore";

    // RFC 1035 section 2.3.4, and the longest name that is put before the domain (in.cloud).
    private const int MaximumDomain = 255 - 9;

    /// <summary>True where names such as <c>mail.DOMAIN</c> can be derived from the domain.</summary>
    public static bool CanWriteFor(DomainName domain) =>
        domain.Value.Length is > 0 and <= MaximumDomain && !domain.IsAddressLiteral
        && char.IsAsciiLetterOrDigit(domain.Value[0]);

    /// <summary>
    /// Writes the files into <paramref name="directory"/>, which is made if it is not there. Overwrites nothing: if
    /// the topology or the recipients exist, nothing is written. A <c>.gitignore</c> that exists gets what it lacks.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static TemplateResult Write(DomainName domain, string directory)
    {
        if (!CanWriteFor(domain))
        {
            throw new ArgumentException($"No names can be derived from '{domain}'.", nameof(domain));
        }

        Directory.CreateDirectory(directory);
        var topology = Path.Combine(directory, TopologyFileName);
        var recipients = Path.Combine(directory, RecipientsFileName);
        var ignored = Path.Combine(directory, IgnoreFileName);
        string[] existing = [.. new[] { topology, recipients }.Where(Path.Exists)];
        if (existing.Length > 0)
        {
            return new TemplateResult([], [.. existing]);
        }

        WriteNew(topology, TemplateText.Topology(domain));
        WriteNew(recipients, TemplateText.Recipients(domain));
        AddLines(ignored, TemplateText.Ignored);
        return new TemplateResult([topology, recipients, ignored], []);
    }

    private static void WriteNew(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    private static void AddLines(string path, string text)
    {
        var present = File.Exists(path) ? File.ReadAllText(path) : "";
        var lines = present.Split('\n').Select(line => line.Trim()).ToHashSet(StringComparer.Ordinal);
        var missing = text.Split('\n').Where(line => line.Length > 0 && !lines.Contains(line));
        var gap = present.Length == 0 || present.EndsWith('\n') ? "" : "\n";
        File.AppendAllText(path, gap + string.Concat(missing.Select(line => line + "\n")));
    }
}
