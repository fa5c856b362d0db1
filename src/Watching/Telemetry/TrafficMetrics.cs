using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Causeway.Core.Replies;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Watching.Telemetry;

/// <summary>
/// Counts what the log tells: what is counted stands there, and the other way round. No label holds what a stranger
/// chooses. The names are documented in docs/metrics.md.
/// </summary>
public sealed class TrafficMetrics : IFactObserver
{
    private const string Other = "other";

    // The codes that this site answers by its own table.
    private static readonly FrozenSet<string> Codes = Enum.GetValues<Reason>().Select(ReplyTable.For)
        .Select(reply => $"{reply.Code} {reply.Status}").ToFrozenSet(StringComparer.Ordinal);

    private readonly Counter<long> sessions;
    private readonly Counter<long> accepted;
    private readonly Counter<long> octets;
    private readonly Counter<long> refused;
    private readonly Counter<long> ended;
    private readonly Histogram<double> attempts;
    private readonly Histogram<double> groups;

    public TrafficMetrics(SiteMeters meters)
    {
        var meter = meters.Meter;
        sessions = meter.CreateCounter<long>("causeway.smtp.sessions", "{session}", "SMTP sessions that ended.");
        accepted = meter.CreateCounter<long>("causeway.mail.accepted", "{message}", "Messages answered with 250.");
        octets = meter.CreateCounter<long>("causeway.mail.accepted.size", "By", "Octets of accepted messages.");
        refused = meter.CreateCounter<long>("causeway.mail.refused", "{refusal}", "Refusals, by code.");
        ended = meter.CreateCounter<long>("causeway.mail.ended", "{recipient}", "Recipients, by what became of them.");
        attempts = meter.CreateHistogram(
            "causeway.delivery.duration", "s", "Delivery attempts.", advice: Buckets(0.005, 0.01, 0.025, 0.05, 0.1,
                0.25, 0.5, 1, 2.5, 5, 10, 30, 60));
        groups = meter.CreateHistogram(
            "causeway.spool.write.duration", "s", "Groups written to the spool, with their syncs.",
            advice: Buckets(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30));
        Begin();
    }

    public void OnRecorded(Fact fact)
    {
        switch (fact)
        {
            case SessionClosed closed:
                sessions.Add(1, Peer(PeerOf(closed.Peer)), Tls(closed.Peer.Tls));
                break;
            case Accepted message:
                accepted.Add(1, Peer(PeerOf(message.Peer)));
                octets.Add(message.Size);
                break;
            case Refused refusal:
                refused.Add(1, Code(refusal.Reply));
                break;
            case RefusalsCounted counted:
                foreach (var reply in counted.Replies)
                {
                    refused.Add(reply.Count, Code(reply.Reply));
                }

                sessions.Add(counted.Sessions, Peer("internet"), Tls(null));
                break;
            case Ended end:
                Count(end.Results);
                break;
            case Ordered { Order: Order.Drop } order:
                Count(order.Results);
                break;
        }
    }

    public void OnGroup(TimeSpan written) => groups.Record(written.TotalSeconds);

    /// <summary>An attempt was made, whose outcome is that of its last recipient.</summary>
    public void OnAttempt(DeliveryJob job, DeliveryReport report, TimeSpan took) => attempts.Record(
        took.TotalSeconds,
        new KeyValuePair<string, object?>("destination", NameOf(job.Copy.Kind)),
        new KeyValuePair<string, object?>("outcome", NameOf(report.Results.LastOrDefault()?.Outcome)));

    // A number that was never counted is 0, and not missing.
    private void Begin()
    {
        foreach (var peer in (string[])["internet", "site", "user", "self"])
        {
            accepted.Add(0, Peer(peer));
        }

        octets.Add(0);
        foreach (var code in Codes.Append(Other))
        {
            refused.Add(0, new KeyValuePair<string, object?>("code", code));
        }

        foreach (var outcome in Enum.GetValues<Outcome>().Where(outcome => outcome != Outcome.Deferred))
        {
            ended.Add(0, new KeyValuePair<string, object?>("outcome", NameOf(outcome)));
        }

        sessions.Add(0, Peer("internet"), Tls(null));
    }

    private void Count(IEnumerable<Result> results)
    {
        foreach (var result in results.Where(result => result.Outcome != Outcome.Deferred))
        {
            ended.Add(1, new KeyValuePair<string, object?>("outcome", NameOf(result.Outcome)));
        }
    }

    private static string PeerOf(Peer peer) => peer switch
    {
        { User: not null } => "user",
        { Site: not null } => "site",
        { Address: "127.0.0.1:0" } => "self",
        _ => "internet",
    };

    private static KeyValuePair<string, object?> Peer(string peer) => new("peer", peer);

    private static KeyValuePair<string, object?> Tls(string? tls) => new("tls", tls?.Split(' ')[0] ?? "none");

    private static KeyValuePair<string, object?> Code(string reply)
    {
        var words = reply.Split(' ', 3);
        var code = words.Length > 1 ? $"{words[0]} {words[1]}" : Other;
        return new("code", Codes.Contains(code) ? code : Other);
    }

    private static string NameOf(DestinationKind kind) => kind.ToString().ToLowerInvariant();

    private static string NameOf(Outcome? outcome) => outcome?.ToString().ToLowerInvariant() ?? "cut";

    private static InstrumentAdvice<double> Buckets(params double[] bounds) =>
        new() { HistogramBucketBoundaries = bounds };
}
