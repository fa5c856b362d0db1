using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Envelopes;
using Causeway.Core.Topology;
using Causeway.Mail.Dsn;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Notices;

public sealed class DsnNoticesTests : IDisposable
{
    private const string Alice = "alice@fabrikam.example";
    private const string Unknown = "550 5.1.1 No such recipient here";

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-notices-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_failure_is_told_with_a_null_reverse_path_by_the_way_of_the_sites_own_mail()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, "Subject: x\n\n");
        var result = Assert.Single(await AskAsync(site, message, NoticeKind.Failed, Unknown));
        Assert.Equal(Outcome.Bounced, result.Outcome);

        var notice = Assert.Single(site.Written);
        Assert.Equal("", notice.From);
        Assert.Equal([Alice], notice.Recipients);
        Assert.Equal(message.Id, notice.Notice!.Id);
        Assert.Equal(["ada@contoso.example"], notice.Notice.Recipients);
        var copy = Assert.Single(notice.Copies);
        Assert.Equal((DestinationKind.Site, "cloud"), (copy.Kind, copy.Next));
        Assert.Null(notice.Options);
    }

    [Theory]
    [InlineData("fabrikam.example", Outcome.Held)]
    [InlineData("woodgrove.example", Outcome.Bounced)]
    public async Task A_remote_domain_may_want_no_notices_and_the_administrator_sees_what_failed(
        string domain, Outcome expected)
    {
        await using var site = await OfficeAsync();
        var snapshots = site.Service.Tenants.First.Snapshots;
        snapshots.Replace(snapshots.Current with
        {
            Organization = snapshots.Current.Organization with
            {
                RemoteDomains = [new RemoteDomain { Name = domain, Notices = false }],
            },
        });
        var message = await site.CommitAsync(Alice, "Subject: x\n\n");

        var result = Assert.Single(await AskAsync(site, message, NoticeKind.Failed, Unknown));

        Assert.Equal(expected, result.Outcome);
        Assert.Equal(
            expected == Outcome.Held,
            result.Reply!.Contains("(held: the file says notices: no for fabrikam.example)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(NoticeKind.Failed, NotifyOn.Unspecified, true)]
    [InlineData(NoticeKind.Failed, NotifyOn.Failure, true)]
    [InlineData(NoticeKind.Failed, NotifyOn.Never, false)]
    [InlineData(NoticeKind.Failed, NotifyOn.Success | NotifyOn.Delay, false)]
    [InlineData(NoticeKind.Expired, NotifyOn.Unspecified, true)]
    [InlineData(NoticeKind.Expired, NotifyOn.Never, false)]
    [InlineData(NoticeKind.Delayed, NotifyOn.Unspecified, true)]
    [InlineData(NoticeKind.Delayed, NotifyOn.Delay, true)]
    [InlineData(NoticeKind.Delayed, NotifyOn.Failure, false)]
    [InlineData(NoticeKind.Delayed, NotifyOn.Never, false)]
    [InlineData(NoticeKind.Delivered, NotifyOn.Success, true)]
    [InlineData(NoticeKind.Delivered, NotifyOn.Unspecified, false)]
    [InlineData(NoticeKind.Relayed, NotifyOn.Success | NotifyOn.Failure, true)]
    [InlineData(NoticeKind.Relayed, NotifyOn.Failure, false)]
    public async Task NOTIFY_decides_what_is_told(NoticeKind kind, NotifyOn notify, bool isTold)
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
        {
            Options = [new RecipientOptions("ada@contoso.example", notify)],
        });
        var result = Assert.Single(await AskAsync(site, message, kind, Unknown));
        Assert.Equal(isTold ? 1 : 0, site.Written.Length);
        Assert.Equal(isTold ? Outcome.Bounced : Outcome.Held, result.Outcome);
        Assert.Equal(isTold ? Unknown : $"{Unknown} (held: the sender asked for no notice)", result.Reply);
    }

    [Fact]
    public async Task Of_two_recipients_each_has_its_own_wish()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
        {
            Options = [new RecipientOptions("bob@contoso.example", NotifyOn.Never)],
        });
        var results = await site.Notices.WriteAsync(
            new NoticeRequest(message, message.Copies[0], NoticeKind.Failed,
                [Result("ada@contoso.example"), Result("bob@contoso.example")], null, null),
            TestContext.Current.CancellationToken);
        Assert.Equal(
            [Outcome.Bounced, Outcome.Held],
            results.OrderBy(result => result.Recipient).Select(result => result.Outcome));
        Assert.Equal(["ada@contoso.example"], Assert.Single(site.Written).Notice!.Recipients);
    }

    [Fact]
    public async Task A_bounce_is_never_bounced_but_held()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync("", "Subject: x\n\n");
        var result = Assert.Single(await AskAsync(site, message, NoticeKind.Failed, Unknown));
        Assert.Equal((Outcome.Held, $"{Unknown} (held: the reverse-path is null)"), (result.Outcome, result.Reply));
        Assert.Empty(site.Written);
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("cloud", null, true)]
    [InlineData(null, "ada@contoso.example", true)]
    public async Task A_filter_tells_no_stranger(string? attributed, string? user, bool isTold)
    {
        await using var site = await SmallSite.StartAsync(folder, Some.Filter, clock);
        var message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
        {
            Peer = new Peer("203.0.113.1:40000", attributed, user, null),
        });
        var result = Assert.Single(await AskAsync(site, message, NoticeKind.Failed, Unknown));
        Assert.Equal(isTold ? Outcome.Bounced : Outcome.Held, result.Outcome);
        Assert.Equal(isTold, site.Written.Length == 1);
    }

    [Fact]
    public async Task The_notice_says_what_the_envelope_said()
    {
        await using var site = await OfficeAsync();
        const string Content = "X-Causeway-Trace: id=1\nSubject: x\n\nBody\n";
        var message = await site.CommitAsync(Alice, Content, message => message with
        {
            EnvelopeId = "QQ+2B1",
            Return = ReturnContent.Full,
            Copies = [message.Copies[0] with { Given = ["team@contoso.example", "team@contoso.example"] }],
            Options =
                [new RecipientOptions("team@contoso.example", NotifyOn.Failure, "rfc822;list+2B1@contoso.example")],
        });
        await AskAsync(site, message, NoticeKind.Failed, Unknown, new Peer("192.0.2.20:25", "cloud", null, null));
        var octets = await site.ReadAsync(Assert.Single(site.Written));
        var status = DeliveryStatus.Read(octets)!;
        Assert.Equal("dns; office.example", status.Message["Reporting-MTA"]);
        Assert.Equal("QQ+1", status.Message["Original-Envelope-Id"]);
        var fields = status.Recipients[0];
        Assert.Equal("rfc822; list+1@contoso.example", fields["Original-Recipient"]);
        Assert.Equal("rfc822; ada@contoso.example", fields["Final-Recipient"]);
        Assert.Equal("dns; cloud.example", fields["Remote-MTA"]);
        Assert.Equal($"smtp; {Unknown}", fields["Diagnostic-Code"]);
        Assert.Contains("\r\n\r\nBody\r\n", Encoding.UTF8.GetString(octets), StringComparison.Ordinal);
        Assert.True(octets.AsSpan(octets.AsSpan().IndexOf("multipart/report"u8)).IndexOf("X-Causeway"u8) < 0);
    }

    [Fact]
    public async Task A_recipient_that_a_group_named_is_told_by_the_address_that_the_sender_gave()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
        {
            Copies = [message.Copies[0] with { Given = ["team@contoso.example", "team@contoso.example"] }],
        });
        await AskAsync(site, message, NoticeKind.Failed, Unknown);
        Assert.Equal("rfc822; team@contoso.example", (await StatusAsync(site))["Original-Recipient"]);
    }

    [Theory]
    [InlineData(NoticeKind.Failed, "550 5.7.1 no", "failed", "5.7.1")]
    [InlineData(NoticeKind.Failed, "554 no", "failed", "5.0.0")]
    [InlineData(NoticeKind.Expired, "451 4.4.1 The next hop does not answer (x)", "failed", "4.4.7")]
    [InlineData(NoticeKind.Delayed, "451 4.4.1 The next hop does not answer (x)", "delayed", "4.4.1")]
    [InlineData(NoticeKind.Delivered, "250 2.1.5 Stored as 1", "delivered", "2.1.5")]
    [InlineData(NoticeKind.Relayed, "250 Ok", "relayed", "2.1.9")]
    public async Task Each_kind_has_its_action_and_status(NoticeKind kind, string reply, string action, string code)
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
        {
            Options = [new RecipientOptions("ada@contoso.example", (NotifyOn)14)],
        });
        await AskAsync(site, message, kind, reply, new Peer("203.0.113.5:25", null, null, null));
        var fields = await StatusAsync(site);
        Assert.Equal((action, code), (fields["Action"], fields["Status"]));

        // What we say when nobody answers is not the word of the host that did not.
        Assert.Equal(
            reply.Contains("does not answer", StringComparison.Ordinal) ? null : "dns; [203.0.113.5]",
            fields.GetValueOrDefault("Remote-MTA"));
    }

    [Fact]
    public async Task A_loop_names_the_sites_of_its_circle()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync(Alice, """
            X-Causeway-Trace: id=1; served=office.1.bb
            X-Causeway-Trace: id=1; served=cloud.1.aa
            Subject: x


            """);
        await AskAsync(
            site, message, NoticeKind.Failed, "554 5.4.14 Mail loop: this recipient was served here before",
            new Peer("192.0.2.20:25", "cloud", null, null));
        var text = Encoding.UTF8.GetString(await site.ReadAsync(site.Written[0]));
        Assert.Contains("The circle: cloud -> office -> cloud\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_way_leads_back_the_recipient_is_held()
    {
        await using var site = await OfficeAsync();
        var message = await site.CommitAsync("nobody@contoso.example", "Subject: x\n\n");
        var result = Assert.Single(await AskAsync(site, message, NoticeKind.Failed, Unknown));
        Assert.Equal(Outcome.Held, result.Outcome);
        Assert.Contains("no way leads back to the sender: 550 5.1.1", result.Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_crash_between_the_notice_and_the_end_of_the_attempt_nothing_is_told_twice()
    {
        Accepted message;
        await using (var site = await OfficeAsync())
        {
            message = await site.CommitAsync(Alice, "Subject: x\n\n", message => message with
            {
                Copies = [message.Copies[0] with { Recipients = ["ada@contoso.example"] }],
            });
            await site.Spool.RecordAsync(
                new Attempted { At = clock.GetUtcNow(), Id = message.Id, Copy = 0, Attempt = 1 }, Durability.Synced,
                TestContext.Current.CancellationToken);
            await AskAsync(site, message, NoticeKind.Failed, Unknown);
        }

        await using var again = await OfficeAsync();
        var deliverer = new Counting();
        using var scheduler = new DeliveryScheduler(
            again.Spool, deliverer, again.Notices, new DeliveryOptions(), new Random(1), clock,
            NullLogger<DeliveryScheduler>.Instance);
        using var stop = new CancellationTokenSource();
        var running = scheduler.RunAsync(stop.Token);
        await scheduler.WhenIdleAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;
        var job = Assert.Single(deliverer.Jobs);
        Assert.Equal(message.Id, job.Message.Notice?.Id);
        Assert.Empty(scheduler.Pending);
        Assert.Empty(again.Written);
    }

    private static Result Result(string recipient) => new(recipient, Outcome.Held, Unknown);

    private static ValueTask<ImmutableArray<Result>> AskAsync(
        SmallSite site, Accepted message, NoticeKind kind, string reply, Peer? peer = null) =>
        site.Notices.WriteAsync(
            new NoticeRequest(
                message, message.Copies[0], kind, [new Result("ada@contoso.example", Outcome.Held, reply)], peer,
                kind == NoticeKind.Delayed ? message.At.AddDays(5) : null),
            TestContext.Current.CancellationToken);

    private static async Task<ImmutableDictionary<string, string>> StatusAsync(SmallSite site) =>
        Assert.Single(DeliveryStatus.Read(await site.ReadAsync(Assert.Single(site.Written)))!.Recipients);

    private Task<SmallSite> OfficeAsync() => SmallSite.StartAsync(folder, Some.Office, clock);

    private sealed class Counting : IDeliverer
    {
        public List<DeliveryJob> Jobs { get; } = [];

        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
        {
            lock (Jobs)
            {
                Jobs.Add(job);
            }

            return ValueTask.FromResult(new DeliveryReport(
                [.. job.Recipients.Select(recipient => new Result(recipient, Outcome.Relayed, "250 Ok"))], null));
        }
    }
}
