using System.Collections.Immutable;

namespace Causeway.Dns.Zones;

/// <summary>
/// A master file as name servers read it (RFC 1035 section 5): A, AAAA, CNAME, MX, NS, PTR, SOA, SRV, TLSA and TXT of
/// one zone or several. Types that are not read have a note. Where there are errors, the records are not all of them.
/// </summary>
public sealed class ZoneFile
{
    // Ours; a zone that has mail in it is smaller by far.
    private const int MaximumLength = 16 * 1024 * 1024;

    internal ZoneFile(
        ImmutableArray<ZoneRecord> records, ImmutableArray<string> apexes, ImmutableArray<ZoneRemark> errors,
        ImmutableArray<ZoneRemark> notes)
    {
        Records = records;
        Apexes = apexes;
        Errors = errors;
        Notes = notes;
    }

    public ImmutableArray<ZoneRecord> Records { get; }

    /// <summary>Where the zones begin: the owners of SOA; without any SOA what the records hang from.</summary>
    public ImmutableArray<string> Apexes { get; }

    /// <summary>What is wrong, and what to write; the first 20.</summary>
    public ImmutableArray<ZoneRemark> Errors { get; }

    /// <summary>What was passed over.</summary>
    public ImmutableArray<ZoneRemark> Notes { get; }

    /// <param name="file">How remarks name the file.</param>
    /// <param name="text">All of it.</param>
    /// <param name="origin">What relative names hang from before the first $ORIGIN, if anything.</param>
    public static ZoneFile Read(string file, string text, string? origin)
    {
        if (text.Length > MaximumLength)
        {
            var error = $"{text.Length} characters, and {MaximumLength} are allowed: write a file for each zone";
            return new ZoneFile([], [], [new ZoneRemark(file, 1, error)], []);
        }

        var normal = origin is null ? null : DnsNames.Normalize(origin);
        return new ZoneReader(file, normal).Read(new ZoneTokenizer(text).Entries());
    }

    /// <summary>The names above a name, the nearest first, the root last.</summary>
    internal static IEnumerable<string> Ancestors(string name)
    {
        while (name.Length > 0)
        {
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            name = dot < 0 ? "" : name[(dot + 1)..];
            yield return name;
        }
    }
}
