using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Tracing.Tests;

/// <summary>A search by time reads the segments of that time and no others.</summary>
public sealed class TraceTimeTests : IAsyncLifetime
{
    private const int Hour = 3600;
    private const int Hours = 48;

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private FolderDisk Disk => new(folder);

    // Two days with a message an hour, one of which waits for a day, in segments of a few hours.
    public async ValueTask InitializeAsync()
    {
        await using var spool = await Spool.OpenAsync(
            Disk, new SpoolOptions { FactSegmentOctets = 3000 }, TimeProvider.System, NullLogger<Spool>.Instance, Ct);
        for (var hour = 0; hour < Hours; hour++)
        {
            using var body = spool.BeginBody();
            await body.WriteAsync("Subject: x\r\n\r\n"u8.ToArray(), Ct);
            var message = Facts.Accepted(hour * Hour, $"C{hour}", Facts.To(DestinationKind.Mailbox, "")) with
            {
                TraceId = IdOf(hour), MessageId = $"<{hour}@x.example>",
            };
            await spool.CommitAsync(body, message, Ct);
            if (hour != 10)
            {
                await spool.RecordAsync(
                    Facts.Ended((hour * Hour) + 5, $"C{hour}", Outcome.Delivered), Durability.Written, Ct);
            }

            if (hour == 34)
            {
                await spool.RecordAsync(Facts.Ended(hour * Hour, "C10", Outcome.Delivered), Durability.Written, Ct);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_hour_long_ago_costs_its_segments_and_the_last()
    {
        var (traces, read) = await SearchAsync(new TraceQuery { Since = At(5), Until = At(6) });
        Assert.Equal([IdOf(5)], traces.Select(trace => trace.Id));
        Assert.Equal("delivered", traces[0].Outcome);

        // Until an hour later, in which most of what was accepted comes to its end.
        Assert.Equal(await SegmentsAsync(At(5).AddMinutes(-10), At(7)), read);
        Assert.True((await SegmentsAsync(At(0), At(Hours))).Count > 4 * read.Count);
    }

    [Fact]
    public async Task The_end_of_what_waited_is_found_however_late_it_came()
    {
        var (traces, read) = await SearchAsync(new TraceQuery { Since = At(10), Until = At(11) });
        Assert.Equal(("delivered", 24L * Hour * 1000), (traces[0].Outcome, traces[0].Events[^1].DelayMs));
        Assert.Equal(await SegmentsAsync(At(10).AddMinutes(-10), At(11).AddDays(1)), read);
    }

    [Fact]
    public async Task What_is_found_by_its_name_is_read_from_its_time_on()
    {
        var (traces, read) = await SearchAsync(new TraceQuery { Since = At(40), MessageId = "<44@x.example>" });
        Assert.Equal([IdOf(44)], traces.Select(trace => trace.Id));
        Assert.Equal(await SegmentsAsync(At(40), At(Hours)), read);
    }

    [Fact]
    public async Task Where_the_times_are_not_remembered_every_segment_is_read_and_the_answer_is_the_same()
    {
        File.Delete(Path.Combine(folder, "times"));
        var (traces, read) = await SearchAsync(new TraceQuery { Since = At(5), Until = At(6) });
        Assert.Equal([IdOf(5)], traces.Select(trace => trace.Id));
        Assert.Equal(await SegmentsAsync(At(0), At(Hours)), read);
    }

    [Theory]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAV", "2016-07-30T23:54:10.259Z")]
    [InlineData("T1", null)]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA", null)]
    [InlineData("01ARZ3ndekTSV4RRFFQ69G5FAV", null)]
    [InlineData("ZZZZZZZZZZTSV4RRFFQ69G5FAV", null)]
    public void The_time_stands_in_the_id_of_a_trace(string id, string? time) => Assert.Equal(
        time is null ? null : DateTimeOffset.Parse(time), TraceIdTime.Earliest([id]));

    private static DateTimeOffset At(int hour) => Facts.Noon.AddHours(hour);

    private static string IdOf(int hour)
    {
        const string alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var milliseconds = At(hour).ToUnixTimeMilliseconds();
        return string.Concat(Enumerable.Range(0, 10)
            .Select(i => alphabet[(int)((milliseconds >> (5 * (9 - i))) & 31)])) + $"{hour:D16}";
    }

    private async Task<(IReadOnlyList<MessageTrace> Traces, IReadOnlyList<int> Read)> SearchAsync(TraceQuery query)
    {
        var disk = new CountingDisk(Disk);
        var answer = await TraceSearch.RunAsync([new SpoolTraces("cloud", disk)], query, Ct);
        return (answer.Traces, [.. disk.Read.Order()]);
    }

    // The segments with a fact of this time, and the last one, which is still open.
    private async Task<IReadOnlyList<int>> SegmentsAsync(DateTimeOffset from, DateTimeOffset until)
    {
        var facts = new List<(int Segment, DateTimeOffset At)>();
        await foreach (var record in FactLog.ReadAsync(Disk, default, Ct))
        {
            facts.Add((record.Next.Segment, record.Fact.At));
        }

        return
        [
            .. facts.GroupBy(fact => fact.Segment)
                .Where(s => (s.Min(f => f.At) < until && s.Max(f => f.At) >= from) || s.Key == facts[^1].Segment)
                .Select(s => s.Key),
        ];
    }
}
