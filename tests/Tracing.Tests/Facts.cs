using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

/// <summary>The facts of a message's way from the filter over the cloud to the office.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static Accepted Accepted(int second, string id, params Copy[] copies) => new()
    {
        At = Noon.AddSeconds(second),
        Id = id,
        TraceId = "T1",
        Organization = "contoso",
        Peer = new Peer("127.0.0.101:40000", null, null, "TLS1.3"),
        From = "alice@fabrikam.example",
        Recipients = ["grace@contoso.example"],
        MessageId = "<1@fabrikam.example>",
        Subject = "The monthly report",
        Copies = [.. copies],
        Hops = [new Hop("relay", "grace@contoso.example", "cloud", null, "3a", "the next place of inbound")],
    };

    public static Copy To(
        DestinationKind kind, string next, string recipient = "grace@contoso.example", int number = 0) =>
        new(number, kind, next, [recipient]);

    public static Ended Ended(
        int second, string id, Outcome outcome, string recipient = "grace@contoso.example", int copy = 0) => new()
        {
            At = Noon.AddSeconds(second),
            Id = id,
            Copy = copy,
            Attempt = 1,
            Results = [new Result(recipient, outcome, "250 2.0.0 Ok")],
            Peer = new Peer("127.0.0.20:2525", "cloud", null, "TLS1.3"),
            NextAttempt = outcome == Outcome.Deferred ? Noon.AddSeconds(second + 60) : null,
        };

    public static Refused Refused(int second, string trace, string recipient) => new()
    {
        At = Noon.AddSeconds(second),
        TraceId = trace,
        Peer = new Peer("127.0.0.102:40000", null, null, null),
        Command = "RCPT",
        From = "alice@fabrikam.example",
        Recipient = recipient,
        Reply = "550 5.7.51 Go away",
        Rule = "3c",
        Reason = "the door is locked",
    };

    public static RefusalsCounted Counted(int second) => new()
    {
        At = Noon.AddSeconds(second),
        TraceId = "TC",
        Source = "2001:db8::/64",
        From = Noon.AddSeconds(second),
        Until = Noon.AddSeconds(second + 1),
        Count = 50,
        Replies = [new ReplyCount("550 5.4.1", 30), new ReplyCount("503 5.5.1", 20)],
        Sessions = 7,
    };

    public static MessageTrace Trace(string site, params Fact[] facts)
    {
        var projection = new TraceProjection(site, _ => true);
        foreach (var fact in facts)
        {
            projection.Apply(fact);
        }

        return Assert.Single(projection.Traces);
    }
}
