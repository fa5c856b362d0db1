using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;
using Causeway.Storage;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>Whoever knocks without end is counted, and does not fill the log.</summary>
public sealed class RefusalSamplerTests : IAsyncLifetime
{
    private const string Stranger = "203.0.113.1";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-sampler-").FullName;
    private readonly FakeTimeProvider clock = new(Noon);
    private SmallSite site = null!;

    public async ValueTask InitializeAsync() => site = await SmallSite.StartAsync(folder, Some.Cloud, clock);

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_hundred_refusals_of_a_second_are_written_and_the_others_counted_by_reply()
    {
        await using (var session = Open(Stranger))
        {
            for (var i = 0; i < 130; i++)
            {
                session.Refused("RCPT", SmtpReply.Of(550, "5.4.1", "No"));
            }

            for (var i = 0; i < 20; i++)
            {
                session.Refused("DATA", SmtpReply.Of(503, "5.5.1", "No"));
            }
        }

        clock.Advance(TimeSpan.FromSeconds(1));
        var facts = await EndAsync();
        Assert.Equal(100, facts.OfType<Refused>().Count());
        var counted = Assert.Single(facts.OfType<RefusalsCounted>());
        Assert.Equal((Stranger, 50, 0), (counted.Source, counted.Count, counted.Sessions));
        Assert.Equal([new ReplyCount("550 5.4.1", 30), new ReplyCount("503 5.5.1", 20)], counted.Replies);
        Assert.Equal((Noon, Noon.AddSeconds(1)), (counted.From, counted.Until));
        Assert.Equal(150, Assert.Single(facts.OfType<SessionClosed>()).Refusals);
    }

    [Fact]
    public async Task Every_second_and_every_source_has_a_hundred_of_its_own()
    {
        await RefuseAsync(Stranger, 101);
        await RefuseAsync("203.0.113.2", 100);
        clock.Advance(TimeSpan.FromSeconds(1));
        await RefuseAsync(Stranger, 100);
        var facts = await EndAsync();
        Assert.Equal(300, facts.OfType<Refused>().Count());
        Assert.Equal(1, Assert.Single(facts.OfType<RefusalsCounted>()).Count);
    }

    [Fact]
    public async Task The_addresses_of_an_IPv6_network_of_64_bits_are_one_source()
    {
        await RefuseAsync("2001:db8:0:1::1", 60);
        await RefuseAsync("2001:db8:0:1:ffff::2", 60);
        await RefuseAsync("2001:db8:0:2::1", 60);
        var facts = await EndAsync();
        Assert.Equal(160, facts.OfType<Refused>().Count());
        var counted = Assert.Single(facts.OfType<RefusalsCounted>());
        Assert.Equal(("2001:db8:0:1::/64", 20), (counted.Source, counted.Count));
    }

    [Fact]
    public async Task Connections_that_do_nothing_are_counted_too()
    {
        for (var i = 0; i < 130; i++)
        {
            await using var session = Open(Stranger);
            Assert.Null(await session.ConnectedAsync(TestContext.Current.CancellationToken));
        }

        var facts = await EndAsync();
        Assert.Equal(100, facts.OfType<SessionOpened>().Count());
        Assert.Equal(100, facts.OfType<SessionClosed>().Count());
        var counted = Assert.Single(facts.OfType<RefusalsCounted>());
        Assert.Equal((0, 30), (counted.Count, counted.Sessions));
        Assert.Empty(counted.Replies);
    }

    [Fact]
    public async Task Connections_for_which_there_is_no_room_are_counted_too()
    {
        for (var i = 0; i < 130; i++)
        {
            // Without a greeting.
            await using var session = Open(Stranger);
            session.Refused("CONNECT", SmtpReply.Of(421, "4.7.0", "Too many"));
        }

        var facts = await EndAsync();
        Assert.Equal((100, 100), (facts.OfType<Refused>().Count(), facts.OfType<SessionClosed>().Count()));
        var counted = Assert.Single(facts.OfType<RefusalsCounted>());
        Assert.Equal((30, 30), (counted.Count, counted.Sessions));
    }

    [Fact]
    public async Task A_connection_that_brings_a_message_is_written_however_many_there_are()
    {
        var ct = TestContext.Current.CancellationToken;
        for (var i = 0; i < 110; i++)
        {
            await using var session = Open(Stranger);
            Assert.Null(await session.ConnectedAsync(ct));
            Assert.Null(await session.MailAsync(new MailCommand(ReversePath.Null), ct));
            Assert.Null(await session.RecipientAsync(new RcptCommand(new ForwardPath(Some.Ada)), ct));
            var (sink, _) = await session.DataAsync(ct);
            await using (sink)
            {
                Assert.Equal(250, (await sink!.CompleteAsync(ct)).Code);
            }
        }

        var facts = await EndAsync();
        Assert.Equal(110, facts.OfType<SessionOpened>().Count());
        Assert.Equal(110, facts.OfType<SessionClosed>().Count());
        Assert.Empty(facts.OfType<RefusalsCounted>());
    }

    [Fact]
    public async Task Sources_without_number_share_a_count_and_none_is_forgotten()
    {
        const int sources = RefusalSampler.MostSources + 250;
        for (var i = 0; i < sources; i++)
        {
            await RefuseAsync($"10.{i >> 16}.{(i >> 8) & 255}.{i & 255}", 1);
        }

        var facts = await EndAsync();
        var counted = Assert.Single(facts.OfType<RefusalsCounted>());
        Assert.Equal((RefusalsCounted.Others, 150), (counted.Source, counted.Count));
        Assert.Equal(sources, facts.OfType<Refused>().Count() + counted.Count);
    }

    private ISmtpSession Open(string address) => site.Service.Open(new SmtpPeer(
        new IPEndPoint(IPAddress.Parse(address), 40000), new IPEndPoint(IPAddress.Loopback, 25), ListenerKind.Mta));

    private async Task RefuseAsync(string address, int times)
    {
        await using var session = Open(address);
        for (var i = 0; i < times; i++)
        {
            session.Refused("RCPT", SmtpReply.Of(550, "5.4.1", "No"));
        }
    }

    // What the log holds when the site has stopped in good order.
    private async Task<List<Fact>> EndAsync()
    {
        await site.Service.DisposeAsync();
        await site.Spool.DisposeAsync();
        var facts = new List<Fact>();
        var disk = new FolderDisk(Path.Combine(folder, "spool"));
        await foreach (var record in FactLog.ReadAsync(disk, default, TestContext.Current.CancellationToken))
        {
            facts.Add(record.Fact);
        }

        return facts;
    }
}
