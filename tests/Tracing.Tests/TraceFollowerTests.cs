using System.Text.Json;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Tracing.Tests;

public sealed class TraceFollowerTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-").FullName;
    private readonly Dictionary<string, Spool> sites = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        foreach (var site in new[] { "cloud", "filter" })
        {
            // Small segments: following goes on from one to the next.
            sites[site] = await Spool.OpenAsync(
                Disk(site), new SpoolOptions { FactSegmentOctets = 500 }, TimeProvider.System,
                NullLogger<Spool>.Instance, Ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spool in sites.Values)
        {
            await spool.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_written_after_the_start_is_told_once_and_over_all_sites()
    {
        await AcceptAsync("filter", 0, "F0", "T0");
        var follower = await StartAsync(new TraceQuery());
        Assert.Empty(await ReadAsync(follower));

        await AcceptAsync("filter", 1, "F1", "T1");
        Assert.Equal("T1 filter RECEIVE, T1 filter ROUTE", Words(await ReadAsync(follower)));

        await AcceptAsync("cloud", 2, "C1", "T1");
        await RecordAsync("filter", Facts.Ended(3, "F1", Outcome.Relayed));
        Assert.Equal(
            "T1 cloud RECEIVE, T1 cloud ROUTE, T1 filter RELAY", Words(await ReadAsync(follower)));
        Assert.Empty(await ReadAsync(follower));
    }

    [Fact]
    public async Task What_becomes_of_a_message_from_before_the_start_is_told_with_its_delay()
    {
        await AcceptAsync("filter", 0, "F1", "T1");
        var follower = await StartAsync(new TraceQuery { Id = "T1" });
        await RecordAsync("filter", Facts.Ended(90, "F1", Outcome.Deferred));
        var row = Assert.Single(await ReadAsync(follower));
        Assert.Equal(("T1", "DEFER", 90_000L), (row.Id, row.Event, row.DelayMs));
        Assert.Equal(("alice@fabrikam.example", "The monthly report"), (row.From, row.Subject));
    }

    [Fact]
    public async Task What_does_not_match_is_not_told()
    {
        var follower = await StartAsync(new TraceQuery { To = "nobody@contoso.example" });
        await AcceptAsync("filter", 0, "F1", "T1");
        await RecordAsync("filter", Facts.Ended(1, "F1", Outcome.Relayed));
        await RecordAsync("filter", Facts.Refused(2, "T9", "nobody@contoso.example"));
        Assert.Equal("T9 filter REFUSE", Words(await ReadAsync(follower)));
    }

    [Fact]
    public async Task Refusals_that_were_counted_are_told_as_others_are()
    {
        var follower = await StartAsync(new TraceQuery { Address = "2001:db8::1" });
        await RecordAsync("filter", Facts.Counted(1));
        Assert.Equal(50, Assert.Single(await ReadAsync(follower)).Count);
    }

    [Fact]
    public async Task A_message_that_only_the_first_site_can_tell_is_followed_to_the_second()
    {
        // The cloud sees the filter as peer. Its log is read first, before that of the filter names the stranger.
        var follower = await StartAsync(new TraceQuery { Address = "127.0.0.101" });
        await AcceptAsync("cloud", 2, "C1", "T1", "127.0.0.10:4000");
        Assert.Empty(await ReadAsync(follower));
        await AcceptAsync("filter", 0, "F1", "T1");
        Assert.Equal(
            "T1 filter RECEIVE, T1 filter ROUTE, T1 cloud RECEIVE, T1 cloud ROUTE", Words(await ReadAsync(follower)));
    }

    [Fact]
    public async Task A_message_is_wanted_from_the_moment_at_which_it_reaches_the_address()
    {
        var follower = await StartAsync(new TraceQuery { Address = "127.0.0.20" });
        await AcceptAsync("filter", 0, "F1", "T1");
        Assert.Empty(await ReadAsync(follower));
        Assert.Empty(await ReadAsync(follower));
        await RecordAsync("filter", Facts.Ended(1, "F1", Outcome.Relayed));
        Assert.Equal("T1 filter RELAY", Words(await ReadAsync(follower)));
    }

    [Fact]
    public async Task An_event_is_one_line_of_JSON()
    {
        var follower = await StartAsync(new TraceQuery());
        await RecordAsync("filter", Facts.Refused(2, "T9", "nobody@contoso.example"));
        var json = JsonSerializer.Serialize(
            Assert.Single(await ReadAsync(follower)), TraceJson.Readable.TraceRow);
        Assert.StartsWith(
            """{"time":"2026-01-01T12:00:02+00:00","site":"filter","event":"REFUSE","id":"T9",""", json,
            StringComparison.Ordinal);
        Assert.DoesNotContain('\n', json);
    }

    private static string Words(IEnumerable<TraceRow> rows) =>
        string.Join(", ", rows.Select(row => $"{row.Id} {row.Site} {row.Event}"));

    private static Task<IReadOnlyList<TraceRow>> ReadAsync(TraceFollower follower) => follower.ReadAsync(Ct);

    private FolderDisk Disk(string site) => new(Path.Combine(folder, site));

    private async Task<TraceFollower> StartAsync(TraceQuery query)
    {
        var follower = new TraceFollower(sites.Keys.ToDictionary(site => site, site => (IDisk)Disk(site)), query);
        await follower.StartAsync(Ct);
        return follower;
    }

    private async Task AcceptAsync(string site, int second, string id, string trace, string peer = "127.0.0.101:4000")
    {
        using var body = sites[site].BeginBody();
        await body.WriteAsync("Subject: x\r\n\r\n"u8.ToArray(), Ct);
        await sites[site].CommitAsync(
            body,
            Facts.Accepted(second, id, Facts.To(DestinationKind.Site, "cloud")) with
            {
                TraceId = trace, Peer = new Peer(peer, null, null, null),
            },
            Ct);
    }

    private async Task RecordAsync(string site, Fact fact) =>
        await sites[site].RecordAsync(fact, Durability.Written, Ct);
}
