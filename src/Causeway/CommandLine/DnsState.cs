using System.Text.Json;
using Causeway.Core.Publishing;

namespace Causeway.CommandLine;

/// <summary>What DNS said at the last look, kept in a file, so that the next look sees what has changed.</summary>
internal sealed record DnsState(DateTimeOffset At, SortedDictionary<string, string[]> Records)
{
    public static DnsState? Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), Json.Readable.DnsState);
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{path} is not what `dns check --state` writes: {fault.Message}", fault);
        }
    }

    /// <summary>The state after a look: what was not answered stays as it was.</summary>
    public static DnsState Of(DnsComparison compared, DnsState? before, DateTimeOffset now)
    {
        var records = new SortedDictionary<string, string[]>(
            before?.Records ?? new SortedDictionary<string, string[]>(), StringComparer.Ordinal);
        foreach (var record in Seen(compared))
        {
            records[Key(record)] = [.. record.Live];
        }

        return new DnsState(now, records);
    }

    /// <summary>Written beside and moved into place, so that a crash leaves the one or the other.</summary>
    public void Write(string path)
    {
        var next = path + ".next";
        File.WriteAllText(next, JsonSerializer.Serialize(this, Json.Readable.DnsState));
        File.Move(next, path, overwrite: true);
    }

    public IEnumerable<DriftJson> Drift(DnsComparison compared) =>
        from record in Seen(compared)
        where Records.TryGetValue(Key(record), out var before) && !before.ToHashSet().SetEquals(record.Live)
        select new DriftJson(record.Name, RecordTypes.Word(record.Type), Records[Key(record)], record.Live, At);

    private static IEnumerable<ComparedRecord> Seen(DnsComparison compared) => compared.Records.Where(record =>
        record.State is not (RecordState.NotAnswered or RecordState.Elsewhere or RecordState.Prepared));

    private static string Key(ComparedRecord record) =>
        $"{RecordTypes.Word(record.Type)} {record.Name} {Words.Of(record.Purpose)}";
}
