using System.Net;
using System.Text;
using Causeway.Authentication;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.SkipListing;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Mail;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>
/// Messages as a site sees them at the end of their data, judged by a literal zone: contoso.example is ours,
/// fabrikam.example asks for rejection, woodgrove.example has SPF alone, and lists.example seals.
/// </summary>
internal sealed class Judging : IDisposable
{
    public const string Stranger = "203.0.113.9";
    public const string Fabrikam = "203.0.113.1";
    public const string Service = "203.0.113.7";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    public Judging()
    {
        Ours = SigningKey.Create(SigningAlgorithm.Ed25519Sha256, DomainName.Parse("contoso.example"), "s1");
        List = SigningKey.Create(SigningAlgorithm.Ed25519Sha256, DomainName.Parse("lists.example"), "s1");
        foreach (var key in (SigningKey[])[Ours, List])
        {
            Zone.Txt[key.RecordName] = [key.Record];
        }

        Zone.Txt["contoso.example"] = [$"v=spf1 ip4:{Service} -all"];
        Zone.Txt["fabrikam.example"] = [$"v=spf1 ip4:{Fabrikam} -all"];
        Zone.Txt["_dmarc.fabrikam.example"] = ["v=DMARC1; p=reject"];
        Zone.Txt["woodgrove.example"] = ["v=spf1 -all"];
    }

    public FakeZone Zone { get; } = new();

    public SigningKey Ours { get; }

    public SigningKey List { get; }

    public Organization Organization { get; set; } = Some.Organization;

    public DateTimeOffset Now => clock.GetUtcNow();

    public void Dispose()
    {
        Ours.Dispose();
        List.Dispose();
    }

    public static string Text(string from) =>
        $"From: {from}\r\nTo: ada@contoso.example\r\nSubject: a\r\nMessage-ID: <1@a.example>\r\n\r\nbody\r\n";

    /// <summary>A message that a stranger brought, with the verdict on it.</summary>
    public async Task<Incoming> FromStrangerAsync(string source, string reversePath, string text)
    {
        var message = Message(new Origin.Stranger(), source, reversePath, text);
        await using var run = new MessageAuthenticator(Zone, clock).Begin(
            IPAddress.Parse(source), "mx.a.example", message.From, message.Header);
        var hash = run.Body.Add(Canonicalization.Relaxed, null);
        run.Body.Write(Encoding.UTF8.GetBytes(text).AsSpan(message.Header.Octets.Length));
        return message with
        {
            Body = hash,
            Source = new MessageSource(
                new TrueSource(IPAddress.Parse(source), "mx.a.example", 0, "") { IsFound = true }, true, false),
            Verdict = await run.CompleteAsync(TestContext.Current.CancellationToken),
        };
    }

    /// <summary>A message that nobody judges here, with the hash of its body.</summary>
    public Incoming Unjudged(Origin origin, string reversePath, string text)
    {
        var message = Message(origin, "198.51.100.25", reversePath, text);
        using var hashes = new BodyHashes();
        var hash = hashes.Add(Canonicalization.Relaxed, null);
        hashes.Write(Encoding.UTF8.GetBytes(text).AsSpan(message.Header.Octets.Length));
        hashes.Complete();
        return message with { Body = hash };
    }

    private Incoming Message(Origin origin, string source, string reversePath, string text) => new()
    {
        Snapshot = new Snapshot(Organization, new RecipientTable(
        [
            new Recipient { Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud },
            new Recipient { Address = Some.Grace, Kind = RecipientKind.Mailbox, Site = Some.Office },
        ])),
        Here = Organization[Some.Cloud],
        Key = TraceKey.Create(),
        Keys = new OneKey(Ours),
        Arrival = new Arrival(new IPEndPoint(IPAddress.Parse(source), 1), "mx.a.example", true, null),
        Origin = origin,
        Envelope = Envelope.Plain(ReversePath.Parse(reversePath), [Some.Grace]),
        Header = HeaderBlock.Scan(Encoding.UTF8.GetBytes(text)),
        QueueId = "queue-id",
        TraceId = "trace-id",
        At = Now,
    };

    private sealed class OneKey(SigningKey key) : ISignatureKeys
    {
        public bool IsEmpty => false;

        public System.Collections.Immutable.ImmutableArray<SigningKey> For(DomainName author, DateTimeOffset now) =>
            author == key.Domain ? [key] : [];

        public SigningKey? Sealing(DateTimeOffset now) => key;
    }
}
