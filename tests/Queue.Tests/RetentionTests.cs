using System.Text.Json;
using Causeway.Queue.Checking;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

/// <summary>The log is kept for as long as traces are, and never deleted where the queue needs it.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly TimeSpan Keep = TimeSpan.FromHours(24);
    private static readonly SpoolOptions Small = new() { FactSegmentOctets = 2500, KeepFacts = Keep };

    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_is_older_than_traces_are_kept_is_deleted_and_nothing_else()
    {
        var all = await FillAsync(60);
        var left = await ReadAsync();
        Assert.InRange(left.Count, 20, all.Heard.Count - 500);
        Assert.Subset(all.Heard.Select(Text).ToHashSet(), left.Select(Text).ToHashSet());

        // The oldest segment that is left holds a fact that is to be kept, or is the one behind the last picture.
        var kept = left.Select(Text).ToHashSet();
        Assert.All(
            all.Heard.Where(fact => !kept.Contains(Text(fact))),
            fact => Assert.True(fact.At < clock.GetUtcNow() - Keep));
        Assert.Contains(left.Take(12), fact => fact.At >= clock.GetUtcNow() - Keep - TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task What_waits_and_is_held_outlives_the_segments_in_which_it_was_accepted()
    {
        var before = (await FillAsync(60)).Queue;
        var accepted = (await ReadAsync()).OfType<Accepted>().Select(message => message.Id).ToHashSet();
        Assert.Contains(before, copy => copy.StartsWith("held ", StringComparison.Ordinal) && IsOld(copy));
        Assert.Contains(before, copy => copy.StartsWith("waits ", StringComparison.Ordinal) && IsOld(copy));
        Assert.Equal(before, await LoadAsync(Disk));

        bool IsOld(string copy) => !accepted.Contains(copy.Split(' ')[1]);
    }

    [Fact]
    public async Task Without_a_picture_of_the_queue_nothing_is_deleted()
    {
        var disk = new WatchedDisk(Disk)
        {
            AppendFails = name => name.StartsWith("checkpoint", StringComparison.Ordinal),
        };
        var all = await FillAsync(30, disk);
        Assert.Equal(all.Heard.Select(Text).Order(), (await ReadAsync()).Select(Text).Order());
        Assert.Equal(all.Queue, await LoadAsync(Disk));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    [InlineData("too old")]
    public async Task A_log_without_its_beginning_does_not_open_without_the_picture(string how)
    {
        var ct = TestContext.Current.CancellationToken;
        var picture = Path.Combine(folder.Path, "checkpoint");
        await FillAsync(20);
        var octets = await File.ReadAllBytesAsync(picture, ct);
        await FillAsync(40);
        switch (how)
        {
            case "missing":
                File.Delete(picture);
                break;
            case "damaged":
                octets = await File.ReadAllBytesAsync(picture, ct);
                octets[octets.Length / 2] ^= 1;
                await File.WriteAllBytesAsync(picture, octets, ct);
                break;
            default:
                await File.WriteAllBytesAsync(picture, octets, ct);
                break;
        }

        var fault = await Assert.ThrowsAsync<InvalidDataException>(
            async () => await Some.SpoolAsync(Disk, Small, clock));
        Assert.Contains("Restore the spool's file 'checkpoint'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Time_alone_deletes_at_a_site_where_nothing_happens()
    {
        await FillAsync(20);
        var before = Segments();
        await using (var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Held), Disk))
        {
            await site.IdleAsync();
            for (var hour = 0; hour < 60; hour++)
            {
                clock.Advance(TimeSpan.FromHours(1));
                await site.Spool.Retention.Running;
            }
        }

        var picture = await PictureAsync();
        Assert.Equal(picture, Segments()[0]);
        Assert.True(picture > before[0] + 10);
    }

    [Fact]
    public async Task Numbers_go_on_where_the_first_segments_are_gone()
    {
        await FillAsync(60);
        var before = Segments();
        Assert.True(before[0] > 1);
        await FillAsync(5);
        Assert.True(Segments()[^1] > before[^1]);
        Assert.Equal(Segments(), Enumerable.Range(Segments()[0], Segments().Length));
    }

    [Fact]
    public async Task The_age_of_a_segment_is_known_without_reading_it()
    {
        await FillAsync(20);
        var before = Segments();
        var disk = new WatchedDisk(Disk);
        var picture = await PictureAsync();
        await ExpireAsync(disk);
        Assert.NotEqual(before[0], Segments()[0]);

        // What lies behind the picture is read by the queue.
        var gone = before.Except(Segments()).Where(number => number < picture).Select(number => $"facts/{number:D10}");
        Assert.NotEmpty(gone);
        Assert.Empty(gone.Intersect(disk.Read));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("damaged")]
    [InlineData("of another log")]
    public async Task A_segment_whose_age_is_not_remembered_is_read(string how)
    {
        var times = Path.Combine(folder.Path, "times");
        await FillAsync(20);
        var octets = await File.ReadAllBytesAsync(times, TestContext.Current.CancellationToken);
        switch (how)
        {
            case "missing":
                File.Delete(times);
                break;
            case "damaged":
                octets[^1] ^= 1;
                await File.WriteAllBytesAsync(times, octets, TestContext.Current.CancellationToken);
                break;
            default:
                // The octets of each segment are another number than those of the file.
                foreach (var number in Segments().SkipLast(1))
                {
                    var segment = Path.Combine(folder.Path, "facts", $"{number:D10}");
                    await File.AppendAllTextAsync(segment, "!", TestContext.Current.CancellationToken);
                }

                break;
        }

        var before = Segments();
        await ExpireAsync(Disk);
        Assert.NotEqual(before[0], Segments()[0]);
    }

    [Fact]
    public async Task A_segment_ends_by_its_age_where_it_does_not_fill()
    {
        var options = Small with { FactSegmentOctets = 1 << 20 };
        await using var site = new RunningSite(
            await Some.SpoolAsync(Disk, options, clock), ScriptedDeliverer.Always(Outcome.Relayed), Some.Options,
            clock);
        for (var i = 0; i < 40; i++)
        {
            await CommitAsync(site, i);
        }

        Assert.InRange(Segments().Length, 20, 30);
        Assert.True(Segments()[0] > 10);
    }

    [Fact]
    public async Task A_log_that_lost_its_beginning_is_sound_with_its_picture_and_damaged_without()
    {
        await FillAsync(60);
        Assert.True(Segments()[0] > 1);
        var report = await CheckAsync();
        Assert.Empty(report.Faults);
        Assert.True(report.Messages > 20);

        File.Delete(Path.Combine(folder.Path, "checkpoint"));
        Assert.Contains(
            (await CheckAsync()).Faults, fault => fault is { IsDamage: true, File: "spool/checkpoint" });
    }

    [Fact]
    public async Task A_whole_log_and_its_picture_tell_the_same_and_a_missing_segment_is_damage()
    {
        await FillAsync(20);
        Assert.Equal(1, Segments()[0]);
        Assert.True(await PictureAsync() > 1);
        Assert.Empty((await CheckAsync()).Faults);

        File.Delete(Path.Combine(folder.Path, SegmentNames.Of(SegmentNames.Facts, 2)));
        Assert.Contains(
            (await CheckAsync()).Faults, fault => fault is { IsDamage: true, File: "spool/facts/0000000002" });
    }

    [Fact]
    public async Task While_the_spool_is_held_its_log_keeps_all_segments()
    {
        await using var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Relayed), Disk);
        var hold = await site.Spool.HoldAsync(TestContext.Current.CancellationToken);
        for (var i = 0; i < 60; i++)
        {
            await CommitAsync(site, i);
        }

        Assert.Equal(1, Segments()[0]);
        hold.Dispose();
        for (var i = 60; i < 70; i++)
        {
            await CommitAsync(site, i);
        }

        Assert.True(Segments()[0] > 1);
    }

    private FolderDisk Disk => new(folder.Path);

    private async Task<SpoolReport> CheckAsync()
    {
        var last = Segments()[^1];
        var octets = new FileInfo(Path.Combine(folder.Path, SegmentNames.Of(SegmentNames.Facts, last))).Length;
        var extent = new SpoolExtent(new LogPosition(last, octets), default);
        return await SpoolCheck.RunAsync(
            Disk, _ => ValueTask.FromResult(extent), TestContext.Current.CancellationToken);
    }

    private int[] Segments() =>
        [.. SegmentNames.In(Disk, SegmentNames.Facts)];

    private async Task<int> PictureAsync() =>
        (await new CheckpointFile(Disk).ReadAsync(_ => { }, TestContext.Current.CancellationToken)).At.Segment;

    private async Task ExpireAsync(IDisk disk)
    {
        clock.Advance(Keep);
        await using var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Held), disk);
        await site.IdleAsync();
    }

    // A message an hour, of each four one relayed, one held and two that wait.
    private async Task<(List<Fact> Heard, List<string> Queue)> FillAsync(int messages, IDisk? disk = null)
    {
        var deliverer = new ScriptedDeliverer((job, _) => ValueTask.FromResult(
            (int.Parse(job.Message.Id[^3..]) % 4) switch
            {
                0 => Outcome.Relayed,
                1 => Outcome.Held,
                _ => Outcome.Deferred,
            }));
        await using var site = await StartAsync(deliverer, disk ?? Disk);
        for (var i = 0; i < messages; i++)
        {
            await CommitAsync(site, i);
        }

        return ([.. site.Heard], Describe(site));
    }

    private async Task CommitAsync(RunningSite site, int number)
    {
        var copies = new[] { Some.ToInternet(0, $"x{number}.example", $"a@x{number}.example") };
        await Some.CommitAsync(site.Spool, Some.Message($"{clock.GetUtcNow():yyyyMMddHH}-{number:D3}", copies) with
        {
            At = clock.GetUtcNow(),
        });
        await site.IdleAsync();
        clock.Advance(TimeSpan.FromHours(1));
        await site.IdleAsync();
    }

    private async Task<List<string>> LoadAsync(IDisk disk)
    {
        await using var site = await StartAsync(ScriptedDeliverer.Always(Outcome.Deferred), disk);
        await site.IdleAsync();
        return Describe(site);
    }

    private static List<string> Describe(RunningSite site) => [.. site.Scheduler.Pending
        .Select(c => $"{(c.Held.IsEmpty ? "waits" : "held")} {c.Message.Id} {c.Copy.Next} {c.Attempts} "
            + $"{c.NextAttempt:O} {c.LastReply}")
        .Order()];

    private async Task<RunningSite> StartAsync(IDeliverer deliverer, IDisk disk) =>
        new(await Some.SpoolAsync(disk, Small, clock), deliverer, Some.Options, clock);

    private static string Text(Fact fact) => JsonSerializer.Serialize(fact, FactJson.Default.Fact);

    private async Task<List<Fact>> ReadAsync()
    {
        var facts = new List<Fact>();
        await foreach (var record in FactLog.ReadAsync(Disk, default, TestContext.Current.CancellationToken))
        {
            facts.Add(record.Fact);
        }

        return facts;
    }
}
