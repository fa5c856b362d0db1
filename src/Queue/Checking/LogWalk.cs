using System.Collections.Immutable;
using System.Globalization;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Queue.Checking;

/// <summary>Reads the whole log, octet by octet: each stretch that is no whole fact is damage.</summary>
internal sealed class LogWalk(IDisk disk, SpoolExtent extent)
{
    private const int MostSalvaged = 1 << 20;

    private readonly Dictionary<string, Accepted> open = new(StringComparer.Ordinal);
    private readonly List<(string File, string Found, string Cure, List<DamagedText> Texts)> damage = [];

    /// <summary>The queue as the log alone tells it; means nothing where the log lacks its beginning.</summary>
    public QueueState State { get; } = new();

    public long Facts { get; private set; }

    /// <summary>The first segment that is there; 0 without any.</summary>
    public int First { get; private set; }

    public List<DeliveredCopy> Delivered { get; } = [];

    public bool IsWhole => damage.Count == 0;

    /// <param name="known">Messages that the picture of the queue knows and the log may not.</param>
    public async ValueTask RunAsync(IEnumerable<Accepted> known, CancellationToken ct)
    {
        foreach (var message in known)
        {
            open[message.Id] = message;
        }

        var numbers = SegmentNames.In(disk, SegmentNames.Facts).Where(n => n <= extent.Facts.Segment).ToList();
        First = numbers.FirstOrDefault();
        var times = await SegmentTimes.ReadAsync(disk, ct).ConfigureAwait(false);
        foreach (var number in numbers)
        {
            await ReadAsync(number, times, ct).ConfigureAwait(false);
        }

        for (var i = 1; i < numbers.Count; i++)
        {
            if (numbers[i] != numbers[i - 1] + 1)
            {
                damage.Add((SegmentNames.Of(SegmentNames.Facts, numbers[i - 1] + 1),
                    Text($"The segments between {numbers[i - 1]} and {numbers[i]} are missing."),
                    "Restore the newest backup.", []));
            }
        }
    }

    /// <summary>The damage, with what the whole facts say of the messages that it concerns.</summary>
    public async ValueTask<IReadOnlyList<SpoolFault>> FaultsAsync(CancellationToken ct)
    {
        var texts = damage.SelectMany(one => one.Texts).ToList();
        if (texts.Count > 0)
        {
            foreach (var message in open.Values)
            {
                texts.ForEach(text => text.Consider(message.Id, () => Of(message)));
            }

            await foreach (var record in FactLog.ReadAsync(disk, default, ct).ConfigureAwait(false))
            {
                if (record.Fact is Accepted message && !open.ContainsKey(message.Id))
                {
                    texts.ForEach(text => text.Consider(message.Id, () => Of(message)));
                }
            }
        }

        return
        [
            .. damage.Select(one => new SpoolFault($"spool/{one.File}", true, one.Found, one.Cure,
                [.. one.Texts.SelectMany(text => text.Affected())])),
        ];
    }

    public static AffectedMessage Of(Accepted message) => new(
        message.TraceId, message.Id, message.MessageId, message.From, message.Recipients);

    private async ValueTask ReadAsync(int number, Dictionary<int, SegmentSpan> times, CancellationToken ct)
    {
        var name = SegmentNames.Of(SegmentNames.Facts, number);
        using var file = disk.OpenForRead(name);
        var limit = number == extent.Facts.Segment ? extent.Facts.Offset : file.Length;
        if (times.TryGetValue(number, out var span) && number < extent.Facts.Segment && span.Octets != file.Length)
        {
            damage.Add((name, Text($"It has {file.Length} octets, and had {span.Octets} when it was complete."),
                "Restore it from the newest backup, while the site is stopped.", []));
        }

        using var scanner = new FrameScanner(file, 0);
        var sound = 0L;
        while (sound < limit && await scanner.NextAsync(ct).ConfigureAwait(false) && scanner.Start < limit)
        {
            if (scanner.Start > sound)
            {
                await DamagedAsync(name, file, sound, scanner.Start, false, ct).ConfigureAwait(false);
            }

            sound = scanner.End;
            Facts++;
            if (FactLog.TryRead(scanner.Payload.Span, out var fact))
            {
                State.Apply(fact);
                Remember(fact);
            }
        }

        if (sound < limit)
        {
            await DamagedAsync(name, file, sound, limit, number == extent.Facts.Segment, ct).ConfigureAwait(false);
        }
    }

    private async ValueTask DamagedAsync(
        string name, IDiskFile file, long from, long until, bool isTail, CancellationToken ct)
    {
        var octets = new byte[(int)Math.Min(until - from, MostSalvaged)];
        var read = await file.ReadAsync(from, octets, ct).ConfigureAwait(false);
        damage.Add((name,
            Text($"{until - from} octets from {from} on are no whole fact."),
            isTail
                ? "If the site died while it wrote, nothing of this was acknowledged: the next start cuts it. "
                    + "Otherwise restore the file from the newest backup first."
                : "What it said of these messages is lost: they may be tried again, or not at all. Restore the file "
                    + "from a backup while the site is stopped.",
            [.. DamagedText.Read(octets.AsSpan(0, read))]));
    }

    private void Remember(Fact fact)
    {
        switch (fact)
        {
            case Accepted message when message.Copies.Any(copy => copy.Kind == DestinationKind.Mailbox):
                open[message.Id] = message;
                break;
            case Ended end when open.TryGetValue(end.Id, out var message):
                var copy = message.Copies.FirstOrDefault(copy => copy.Number == end.Copy);
                if (copy?.Kind == DestinationKind.Mailbox)
                {
                    Delivered.AddRange(end.Results.Where(result => result.Outcome == Outcome.Delivered)
                        .Select(result => new DeliveredCopy(
                            result.Recipient, message.Id, end.Copy, message.At, message.From, message.TraceId,
                            message.MessageId, message.Body)));
                }

                break;
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
