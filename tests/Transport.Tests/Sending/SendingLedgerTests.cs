using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Transport.Receiving;
using Causeway.Transport.Sending;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Sending;

/// <summary>The limits of a file with small numbers, at a cloud whose log outlives it.</summary>
public sealed class SendingLedgerTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-sending-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private SmallSite site = null!;

    private static Organization Limited { get; } = Some.Organization with
    {
        Sending = new SendingPolicy
        {
            Users = new SendingLimits { RecipientsPerDay = 10, RecipientsPerHour = 6, MessagesPerMinute = 2 },
            Sites = new SendingLimits { RecipientsPerDay = 3 },
        },
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SendingLedger Ledger => site.Service.Sending;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Messages_within_a_minute_are_limited_until_it_is_over()
    {
        Assert.Null(await SendAsync(Some.Ada, 1));
        Assert.Null(await SendAsync(Some.Ada, 1));
        Assert.Equal(Reason.SendingMinuteLimit, await SendAsync(Some.Ada, 1));
        Assert.Null(await SendAsync(Some.Grace, 1));

        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(await SendAsync(Some.Ada, 1));
    }

    [Fact]
    public async Task Recipients_within_an_hour_are_limited_and_what_fits_is_not()
    {
        Assert.Null(await SendAsync(Some.Ada, 5));
        Assert.Equal(Reason.SendingHourLimit, await SendAsync(Some.Ada, 2));
        Assert.Null(await SendAsync(Some.Ada, 1));

        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await SendAsync(Some.Ada, 4));
    }

    [Fact]
    public async Task Recipients_within_a_day_are_limited_for_good()
    {
        Assert.Null(await SendAsync(Some.Ada, 6));
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Null(await SendAsync(Some.Ada, 4));
        Assert.Equal(Reason.SendingDayLimit, await SendAsync(Some.Ada, 1));
        Assert.True(ReplyTable.For(Reason.SendingDayLimit).IsPermanent);
        Assert.Equal("5.1.90", ReplyTable.For(Reason.SendingDayLimit).Status.ToString());

        clock.Advance(TimeSpan.FromHours(22.5));
        Assert.Null(await SendAsync(Some.Ada, 6));
    }

    [Fact]
    public async Task A_restart_forgets_nothing_of_the_last_day()
    {
        await SendAsync(Some.Ada, 6);
        clock.Advance(TimeSpan.FromHours(3));
        await SendAsync(Some.Ada, 4);
        await RecordRefusalAsync();

        await RestartAsync();
        Assert.Equal(Reason.SendingDayLimit, await SendAsync(Some.Ada, 1));
        var standing = Assert.Single(Ledger.Standings());
        Assert.Equal((10, 4, 1), (standing.RecipientsInDay, standing.RecipientsInHour, standing.MessagesInMinute));
        Assert.Equal(1, standing.Over?.Count);

        clock.Advance(TimeSpan.FromHours(21.5));
        await RestartAsync();
        Assert.Equal(4, Assert.Single(Ledger.Standings()).RecipientsInDay);
    }

    [Fact]
    public async Task Who_is_released_begins_anew_and_a_restart_knows()
    {
        await SendAsync(Some.Ada, 6);
        await SendAsync(Some.Grace, 6);

        var released = await Ledger.ReleaseAsync(site.Spool, "ADA@contoso.example", "root (0)", Ct);
        Assert.Equal(6, Assert.Single(released).RecipientsInDay);
        Assert.Null(await SendAsync(Some.Ada, 2));
        Assert.Empty(await Ledger.ReleaseAsync(site.Spool, "nobody@contoso.example", "root (0)", Ct));

        await RestartAsync();
        Assert.Equal([6, 2], Ledger.Standings().Select(one => one.RecipientsInDay));
    }

    [Fact]
    public async Task An_own_site_over_its_limit_is_taken_and_marked()
    {
        var office = new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate);
        Assert.False(Ledger.Take(Message(office, 3)).IsOverLimit);
        var charge = Ledger.Take(Message(office, 1));
        Assert.Equal((null, true), (charge.Refused, charge.IsOverLimit));

        await site.CommitAsync("ada@contoso.example", "Subject: x\n\n", message => message with
        {
            Peer = new Peer("192.0.2.1:1", "office", null, null), IsOverLimit = true,
        });
        var standing = Assert.Single(Ledger.Standings());
        Assert.Equal(("office", true, 4), (standing.Sender.Name, standing.Sender.IsSite, standing.RecipientsInDay));
        Assert.Equal(1, standing.Over?.Count);
        Assert.Single(await Ledger.ReleaseAsync(site.Spool, "office", "root (0)", Ct));
        Assert.Empty(Ledger.Standings());
    }

    [Fact]
    public void A_filter_a_stranger_a_notice_and_own_mail_are_not_counted()
    {
        Ledger.Take(Message(new Origin.FromSite("contoso", Some.Filter, IdentifyBy.Certificate), 5));
        Ledger.Take(Message(new Origin.Stranger(), 5));
        Ledger.Take(Message(new Origin.OwnMail(), 5));
        Ledger.Take(Message(new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate), 5, isNotice: true));

        Assert.Empty(Ledger.Standings());
    }

    [Fact]
    public void What_could_not_be_stored_is_given_back()
    {
        var charge = Ledger.Take(Message(new Origin.Submission(Some.Ada), 6));
        Ledger.Return(charge);

        Assert.Empty(Ledger.Standings());
        Assert.Null(Ledger.Take(Message(new Origin.Submission(Some.Ada), 6)).Refused);
    }

    private async Task StartAsync()
    {
        site = await SmallSite.StartAsync(folder, Some.Cloud, clock, Limited);
        site.Spool.Subscribe(Ledger);
        await Ledger.Restore(site.Spool, Ct);
    }

    private async Task RestartAsync()
    {
        await site.DisposeAsync();
        await StartAsync();
    }

    // As at the end of data: counted, then committed.
    private async Task<Reason?> SendAsync(EmailAddress user, int recipients)
    {
        var before = Ledger.Refusal(site.Service.Tenants.First, user, recipients)?.Reason;
        var charge = Ledger.Take(Message(new Origin.Submission(user), recipients));
        Assert.Equal(before, charge.Refused);
        if (charge.Refused is null)
        {
            await site.CommitAsync(user.ToString(), "Subject: x\n\n", message => message with
            {
                Peer = new Peer("192.0.2.1:1", null, user.ToString(), null),
                Recipients = [.. To(recipients).Select(address => address.ToString())],
            });
        }

        return charge.Refused;
    }

    private ValueTask RecordRefusalAsync() => site.Spool.RecordAsync(
        new Refused
        {
            At = clock.GetUtcNow(), TraceId = "t", Command = "RCPT",
            Peer = new Peer("192.0.2.1:1", null, Some.Ada.ToString(), null),
            Reply = ReplyTable.For(Reason.SendingDayLimit).ToString(),
        },
        Durability.Synced, Ct);

    private Incoming Message(Origin origin, int recipients, bool isNotice = false) => new()
    {
        Snapshot = site.Service.Tenants.First.Snapshot,
        Here = site.Service.Tenants.First.Here,
        Key = site.Service.Tenants.First.Identity.TraceKey,
        Arrival = new Arrival(new IPEndPoint(IPAddress.Loopback, 1), "client.example", true, null),
        Origin = origin,
        Envelope = Envelope.Plain(isNotice ? ReversePath.Null : new ReversePath(Some.Ada), To(recipients)),
        Header = HeaderBlock.Scan(default),
        QueueId = "queue-id",
        TraceId = "own-id",
        At = clock.GetUtcNow(),
    };

    private static ImmutableArray<EmailAddress> To(int count) =>
        [.. Enumerable.Range(0, count).Select(i => EmailAddress.Parse($"r{i}@fabrikam.example"))];
}
