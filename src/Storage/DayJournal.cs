using System.Globalization;
using System.Text;

namespace Causeway.Storage;

/// <summary>
/// Entries that are remembered for some days and no more than so many at a time: a text file a day, which is deleted as
/// a whole. Each line has its checksum, the key and the value; what is damaged is not there. For any number of threads.
/// </summary>
public sealed class DayJournal : IDisposable
{
    /// <summary>No line is longer: a digest and an address (RFC 5321 section 4.5.3.1) fit in.</summary>
    private const int LongestLine = 1024;

    private readonly IDisk disk;
    private readonly string name;
    private readonly int days;
    private readonly int limit;
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Value, long Day)> entries = new(StringComparer.Ordinal);
    private IDiskFile? file;
    private long writtenDay = -1;
    private long cleanedDay = -1;

    private DayJournal(IDisk disk, string name, int days, int limit)
    {
        this.disk = disk;
        this.name = name;
        this.days = days;
        this.limit = limit;
    }

    /// <summary>Reads what is remembered.</summary>
    /// <param name="name">Begins the names of the files.</param>
    /// <param name="days">An entry is kept for so many days after its own.</param>
    /// <param name="limit">The most entries at a time.</param>
    public static async ValueTask<DayJournal> OpenAsync(
        IDisk disk, string name, int days, int limit, DateTimeOffset now, CancellationToken ct)
    {
        var journal = new DayJournal(disk, name, days, limit);
        foreach (var (path, day) in journal.Files().Where(file => file.Day >= DayOf(now) - days))
        {
            using var file = disk.OpenForRead(path);
            var octets = new byte[file.Length];
            var filled = 0;
            while (filled < octets.Length
                && await file.ReadAsync(filled, octets.AsMemory(filled), ct).ConfigureAwait(false) is > 0 and var read)
            {
                filled += read;
            }

            journal.Load(Encoding.UTF8.GetString(octets, 0, filled), day);
        }

        return journal;
    }

    public string? Find(string key, DateTimeOffset now)
    {
        lock (gate)
        {
            return entries.TryGetValue(key, out var entry) && IsKept(entry.Day, DayOf(now)) ? entry.Value : null;
        }
    }

    /// <summary>Adds an entry; waits for the disk. Key and value hold no line end, and the key no blank.</summary>
    public JournalAnswer Add(string key, string value, DateTimeOffset now)
    {
        var today = DayOf(now);
        lock (gate)
        {
            Clean(today);
            if (entries.TryGetValue(key, out var entry) && IsKept(entry.Day, today))
            {
                return JournalAnswer.Known;
            }

            var text = $"{key} {value}";
            if (text.Length > LongestLine || (entries.Count >= limit && !entries.ContainsKey(key)))
            {
                return JournalAnswer.Full;
            }

            Write(text, today);
            entries[key] = (value, today);
            return JournalAnswer.Added;
        }
    }

    public void Dispose() => file?.Dispose();

    private static long DayOf(DateTimeOffset now) => now.ToUnixTimeSeconds() / 86_400;

    private static string Checksum(string text) =>
        Crc32C.Compute(Encoding.UTF8.GetBytes(text), 0).ToString("x8", CultureInfo.InvariantCulture);

    // A clock that was set back finds entries of days to come: they were written, and count.
    private bool IsKept(long day, long today) => day >= today - days;

    private string PathOf(long day) => string.Create(CultureInfo.InvariantCulture, $"{name}-{day}");

    private List<(string Path, long Day)> Files() =>
    [
        .. from entry in disk.ListFiles("")
           where entry.Name.StartsWith(name + "-", StringComparison.Ordinal)
           let day = long.TryParse(
               entry.Name.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
               ? number : -1
           where day >= 0
           orderby day
           select (entry.Name, day),
    ];

    private void Load(string text, long day)
    {
        foreach (var line in text.Split('\n'))
        {
            var parts = line.Split(' ', 3);
            if (parts.Length == 3 && parts[0] == Checksum($"{parts[1]} {parts[2]}") && entries.Count < limit)
            {
                entries[parts[1]] = (parts[2], day);
            }
        }
    }

    private void Clean(long today)
    {
        if (cleanedDay == today)
        {
            return;
        }

        cleanedDay = today;
        foreach (var key in entries.Where(entry => !IsKept(entry.Value.Day, today)).Select(entry => entry.Key).ToList())
        {
            entries.Remove(key);
        }

        foreach (var (path, _) in Files().Where(file => !IsKept(file.Day, today)))
        {
            disk.Delete(path);
        }
    }

    // A write that failed half-way leaves a piece of a line: every line begins with its own line end as well.
    private void Write(string text, long today)
    {
        if (file is null || writtenDay != today)
        {
            file?.Dispose();
            disk.CreateFolder("");
            var path = PathOf(today);
            file = disk.Exists(path) ? disk.OpenForAppend(path) : disk.Create(path);
            disk.SyncFolder("");
            writtenDay = today;
        }

        file.Append([Encoding.UTF8.GetBytes($"\n{Checksum(text)} {text}\n")]);
        file.Sync();
    }
}
