using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Causeway.Dns.Zones;

/// <summary>Makes records of entries: owners and TTLs that are left out, $ORIGIN, $TTL, classes.</summary>
internal sealed partial class ZoneReader(string file, string? origin)
{
    // Who reads the messages mends the first ones first.
    private const int MaximumErrors = 20;
    private const int MaximumRecords = 100_000;

    private readonly List<ZoneRecord> records = [];
    private readonly List<ZoneRemark> errors = [];
    private readonly List<ZoneRemark> notes = [];
    private readonly HashSet<string> origins = new(StringComparer.Ordinal);
    private string? origin = origin;
    private string? owner;
    private TimeSpan? standard;
    private TimeSpan? last;

    public ZoneFile Read(IEnumerable<ZoneEntry> entries)
    {
        if (origin is not null)
        {
            origins.Add(origin);
        }

        foreach (var entry in entries)
        {
            try
            {
                Take(entry);
            }
            catch (FormatException fault)
            {
                errors.Add(new ZoneRemark(file, entry.Line, fault.Message));
            }

            // Past the last record that is taken each further one would say the same.
            if (errors.Count >= MaximumErrors || (records.Count == MaximumRecords && errors.Count > 0))
            {
                break;
            }
        }

        return Finished();
    }

    private void Take(ZoneEntry entry)
    {
        if (entry.Fault is not null)
        {
            throw new FormatException(entry.Fault);
        }

        var tokens = entry.Tokens;
        if (entry.StartsLine && tokens[0] is { IsQuoted: false, Text: ['$', ..] })
        {
            Control(tokens);
            return;
        }

        if (entry.StartsLine)
        {
            owner = null;
            owner = ZoneText.Name(tokens[0].Text, origin);
            tokens = tokens[1..];
        }

        var (timeToLive, isInternet, type, content) = Parts(tokens);
        if (!isInternet || !ZoneContent.IsRead(type))
        {
            notes.Add(new ZoneRemark(file, entry.Line,
                isInternet ? $"{type} is not read" : "a class other than IN is not read"));
            return;
        }

        var named = owner ?? throw new FormatException(
            "no owner: begin the line with the name to which the record belongs, '@' for the origin");
        var fields = ZoneContent.Read(type, content, origin);
        Add(new ZoneRecord(named, type, Time(timeToLive, type, fields), fields, entry.Line));
    }

    private void Add(ZoneRecord record)
    {
        if (records.Count == MaximumRecords)
        {
            throw new FormatException($"more than {MaximumRecords} records: write a file for each zone");
        }

        records.Add(record);
    }

    private void Control(ImmutableArray<ZoneToken> tokens)
    {
        switch (tokens[0].Text.ToUpperInvariant())
        {
            case "$ORIGIN" when tokens.Length == 2:
                origin = ZoneText.Name(tokens[1].Text, origin);
                origins.Add(origin);
                break;
            case "$TTL" when tokens.Length == 2 && ZoneText.TryTime(tokens[1].Text, out var time):
                standard = time;
                break;
            case "$ORIGIN":
                throw new FormatException("$ORIGIN names one domain: write '$ORIGIN a.example.'");
            case "$TTL":
                throw new FormatException("$TTL is one time: write '$TTL 3600'");
            case "$INCLUDE":
                throw new FormatException("$INCLUDE is not followed: write the records of that file here");
            default:
                throw new FormatException($"{tokens[0].Text} is not known: write the records that it stands for");
        }
    }

    // RFC 1035 section 5.1: [TTL] [class] type RDATA, or [class] [TTL] type RDATA.
    private static (TimeSpan? TimeToLive, bool IsInternet, string Type, ImmutableArray<ZoneToken> Content) Parts(
        ImmutableArray<ZoneToken> tokens)
    {
        TimeSpan? timeToLive = null;
        var isInternet = true;
        foreach (var (i, token) in tokens.Index())
        {
            var word = token.Text.ToUpperInvariant();
            if (token.IsQuoted)
            {
                break;
            }
            else if (word is "IN" or "CH" or "HS" or "CS")
            {
                isInternet = word == "IN";
            }
            else if (ZoneText.TryTime(word, out var time))
            {
                timeToLive = time;
            }
            else if (TypeForm().IsMatch(word))
            {
                return (timeToLive, isInternet, word, tokens[(i + 1)..]);
            }
            else
            {
                break;
            }
        }

        throw new FormatException("no type: write 'name TTL IN type content', as in 'a.example. 3600 IN MX 10 mx'");
    }

    // RFC 2308 section 4: $TTL; before it was known, RFC 1035 section 5.1: that of the record before.
    private TimeSpan Time(TimeSpan? written, string type, ImmutableArray<string> fields)
    {
        var time = written ?? standard ?? last
            ?? (type == "SOA" && ZoneText.TryTime(fields[^1], out var minimum) ? minimum : null);
        last = time ?? TimeSpan.FromHours(1);
        return time ?? throw new FormatException("no TTL: write '$TTL 3600' at the top");
    }

    private ZoneFile Finished()
    {
        var apexes = records.Where(record => record.Type == "SOA").Select(record => record.Owner)
            .ToHashSet(StringComparer.Ordinal);
        if (apexes.Count == 0)
        {
            // Records without a SOA: what they hang from is the zone, but for the root and top-level domains, of which
            // nobody has the rest.
            apexes.UnionWith(origins.Where(name => name.Contains('.', StringComparison.Ordinal)));
            var owners = records.Select(record => record.Owner).ToHashSet(StringComparer.Ordinal);
            apexes.UnionWith(owners.Where(name => !ZoneFile.Ancestors(name).Any(owners.Contains)));
        }

        var outside = records.Where(record =>
            !apexes.Contains(record.Owner) && !ZoneFile.Ancestors(record.Owner).Any(apexes.Contains)).ToList();
        notes.AddRange(outside.Select(record => new ZoneRemark(
            file, record.Line, $"{record.Owner} lies in no zone of this file, which begins with another SOA")));
        return new ZoneFile(
            [.. records.Except(outside)], [.. apexes.Order(StringComparer.Ordinal)], [.. errors],
            [.. notes.OrderBy(note => note.Line)]);
    }

    [GeneratedRegex("^[A-Z][A-Z0-9-]*$", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex TypeForm();
}
