using System.Net;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.Identity;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Tests.Receiving;

public sealed class BorderStepTests
{
    private const string Forged = """
        X-Causeway-Trace: id=forged; served=cloud.1.abc
        X-Causeway-Anything: at all
        x-ms-exchange-organization-scl: -1
        Authentication-Results: cloud.example; spf=pass
        Authentication-Results: elsewhere.example; spf=fail
        Subject: stays

        """;

    private static readonly string Kept = """
        Authentication-Results: elsewhere.example; spf=fail
        Subject: stays

        """.ReplaceLineEndings("\r\n");

    private readonly BorderStep step = new(() => ["cloud.example"]);

    [Fact]
    public void A_stranger_cannot_speak_in_our_name()
    {
        var message = step.Take(Message(new Origin.Stranger()));

        Assert.Equal(Kept, Encoding.UTF8.GetString(message.Header.Octets.Span));
        Assert.Equal("own-id", message.TraceId);
        Assert.Empty(message.Marks);
    }

    [Fact]
    public void A_user_cannot_either() =>
        Assert.Equal(Kept, Encoding.UTF8.GetString(
            step.Take(Message(new Origin.Submission(Some.Ada))).Header.Octets.Span));

    [Fact]
    public void An_own_site_is_believed_because_of_its_connection()
    {
        var message = step.Take(Message(new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate)));

        Assert.Equal(Forged.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(message.Header.Octets.Span));
        Assert.Equal("forged", message.TraceId);
        Assert.Equal(["cloud.1.abc"], message.Marks);
    }

    private static Incoming Message(Origin origin) => new()
    {
        Snapshot = new Snapshot(Some.Organization, new RecipientTable([])),
        Here = Some.Organization[Some.Cloud],
        Key = TraceKey.Create(),
        Arrival = new Arrival(new IPEndPoint(IPAddress.Loopback, 1), "peer.example", true, null),
        Origin = origin,
        Envelope = Envelope.Plain(ReversePath.Null, [Some.Ada]),
        Header = HeaderBlock.Scan(Encoding.UTF8.GetBytes(Forged.ReplaceLineEndings("\r\n"))),
        QueueId = "queue-id",
        TraceId = "own-id",
        At = DateTimeOffset.UnixEpoch,
    };
}
