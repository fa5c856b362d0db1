using System.Buffers;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;
using Causeway.Storage;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>One session at the cloud, as the SMTP server drives it, down to the octets in the spool.</summary>
public sealed class SpoolSinkTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-sink-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private Spool spool = null!;
    private SiteService service = null!;
    private SiteIdentity office = null!;

    public async ValueTask InitializeAsync()
    {
        var disk = new FolderDisk(Path.Combine(folder, "spool"));
        spool = await Spool.OpenAsync(
            disk, new SpoolOptions(), clock, NullLogger<Spool>.Instance, TestContext.Current.CancellationToken);
        using var authority = OrganizationAuthority.Create("contoso", clock);
        var identity = authority.Issue(Some.Organization, Some.Organization[Some.Cloud], clock);
        office = authority.Issue(Some.Organization, Some.Organization[Some.Office], clock);
        var recipients = new RecipientTable(
            [new Recipient { Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud }]);
        var journey = new Journey(
        [
            new CountHopsStep(), new BorderStep(() => AuthservIds.None), new RouteStep(), new StampStep(),
        ]);
        var tenant = new Tenant(
            new InForce<Snapshot>(new Snapshot(Some.Organization, recipients)), Some.Cloud,
            new SiteCertificates(identity, null), new RememberedSenders(), clock);
        service = new SiteService(
            new Tenants([tenant], Some.Cloud), spool,
            Some.SignIns(folder, clock), journey, new TraceIdSource(clock),
            new QueueIdSource(clock, new Random(1)), new NextHopLimits(clock), clock,
            NullLogger<SiteService>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await spool.DisposeAsync();
        office.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Subject: a\r\n\r\nbody\r\n")]
    [InlineData("Subject: a\r\n\r\n")]
    [InlineData("Subject: a\r\n")]
    [InlineData("\r\nno header at all\r\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    [InlineData("no field, but a line\r\n\r\nbody\r\n\r\nX-Causeway-Trace: in the body\r\n")]
    public async Task Any_split_stores_the_same_octets_below_our_fields(string text)
    {
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var (reply, stored) = await SendAsync(text[..cut], text[cut..]);

            Assert.Equal(250, reply.Code);
            Assert.StartsWith("X-Causeway-Trace: id=", stored, StringComparison.Ordinal);
            Assert.EndsWith("+0000\r\n" + text, stored, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_fields_than_the_limit_are_refused_whole()
    {
        var fields = new StringBuilder().Insert(0, "A: b\r\n", HeaderLimits.OfOthers.Fields + 1);

        var (reply, _) = await SendAsync(fields.Append("\r\nbody\r\n").ToString());

        Assert.Equal("552 5.3.4", $"{reply.Code} {reply.Status}");
    }

    [Fact]
    public async Task What_others_may_bring_in_passes_the_next_of_our_sites_with_all_that_this_one_put_on_top()
    {
        var most = HeaderLimits.OfOthers.Octets - "\r\n".Length;
        var (reply, stored) = await SendAsync(FieldsOf(most), "\r\n");
        Assert.Equal(250, reply.Code);
        Assert.True(stored.Length > HeaderLimits.OfOthers.Octets);

        var (next, _) = await SendFromOfficeAsync(FieldsOf(stored.Length - "\r\n".Length) + "\r\n");
        Assert.Equal(250, next.Code);

        var (tooMuch, _) = await SendAsync(FieldsOf(most + 1), "\r\n");
        Assert.Equal("552 5.3.4", $"{tooMuch.Code} {tooMuch.Status}");
    }

    [Fact]
    public async Task What_no_later_site_would_take_is_refused_by_this_one()
    {
        var (reply, _) = await SendFromOfficeAsync(FieldsOf(HeaderLimits.Default.Octets - 2) + "\r\n");
        Assert.Equal("552 5.3.4", $"{reply.Code} {reply.Status}");
    }

    [Fact]
    public async Task A_header_that_does_not_end_is_refused_and_not_kept_in_memory()
    {
        var (reply, _) = await SendAsync([.. Enumerable.Repeat("A: " + new string('b', 60_000) + "\r\n", 20)]);

        Assert.Equal("552 5.3.4", $"{reply.Code} {reply.Status}");
    }

    [Fact]
    public async Task A_hundred_Received_fields_are_a_loop()
    {
        var text = new StringBuilder().Insert(0, "Received: by somebody\r\n", 100).Append("\r\nbody\r\n").ToString();

        var (reply, _) = await SendAsync(text);

        Assert.Equal("554 5.4.6", $"{reply.Code} {reply.Status}");
    }

    private static string FieldsOf(int octets)
    {
        var fields = new StringBuilder();
        while (octets - fields.Length > 1_000)
        {
            fields.Append("A: ").Append('b', 495).Append("\r\n");
        }

        var last = octets - fields.Length - "A: \r\n".Length;
        return fields.Append("A: ").Append('b', last).Append("\r\n").ToString();
    }

    private Task<(Core.Replies.SmtpReply Reply, string Stored)> SendAsync(params string[] pieces) =>
        SendAsync(IPAddress.Parse("203.0.113.1"), null, pieces);

    private Task<(Core.Replies.SmtpReply Reply, string Stored)> SendFromOfficeAsync(string text) =>
        SendAsync(IPAddress.Parse("198.51.100.25"), office.Leaf, text);

    private async Task<(Core.Replies.SmtpReply Reply, string Stored)> SendAsync(
        IPAddress client, X509Certificate2? certificate, params string[] pieces)
    {
        var ct = TestContext.Current.CancellationToken;
        var heard = new Heard();
        using var subscription = spool.Subscribe(heard);
        var peer = new SmtpPeer(new IPEndPoint(client, 1), new IPEndPoint(IPAddress.Loopback, 25), ListenerKind.Mta);
        await using var session = service.Open(peer);
        Assert.Null(await session.ConnectedAsync(ct));
        session.TlsStarted(new TlsFacts(SslProtocols.Tls13, "TLS_AES_256_GCM_SHA384", certificate));
        session.Greeted("peer.example", extended: true);
        var from = new ReversePath(EmailAddress.Parse("alice@fabrikam.example"));
        Assert.Null(await session.MailAsync(new MailCommand(from), ct));
        Assert.Null(await session.RecipientAsync(new RcptCommand(new ForwardPath(Some.Ada)), ct));
        var (sink, _) = await session.DataAsync(ct);
        await using (sink)
        {
            foreach (var piece in pieces)
            {
                await sink!.WriteAsync(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(piece)), ct);
            }

            var reply = await sink!.CompleteAsync(ct);
            return (reply, heard.Message is { } message ? await ReadAsync(message) : "");
        }
    }

    private async Task<string> ReadAsync(Accepted message)
    {
        using var octets = new MemoryStream();
        await spool.CopyToAsync(message, octets, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(octets.ToArray());
    }

    private sealed class Heard : IFactObserver
    {
        public Accepted? Message { get; private set; }

        public void OnRecorded(Fact fact) => Message = fact as Accepted ?? Message;
    }
}
