using Causeway.Queue.Facts;
using Causeway.Storage;

namespace Causeway.Tracing;

/// <summary>
/// Tells what is written to the logs of several sites about traces that match, as it is written. It knows the newest
/// 10,000 messages of each site, so that what becomes of earlier ones is told too.
/// </summary>
public sealed class TraceFollower
{
    private const int Room = 10_000;

    private readonly TraceQuery query;
    private readonly PeerAddress? address;
    private readonly IReadOnlyList<FollowedLog> logs;
    private readonly NewestIds<bool> wanted = new(Room);

    /// <summary>
    /// What matched nothing in the last round. A message may be read at its second site before the first site's log
    /// says that it is wanted; by the next round it does, for it was written first.
    /// </summary>
    private List<TraceRow> undecided = [];

    public TraceFollower(IReadOnlyDictionary<string, IDisk> spools, TraceQuery query)
    {
        this.query = query;
        _ = PeerAddress.TryParse(query.Address, out address);
        logs = [.. spools.Select(spool => new FollowedLog(spool.Key, spool.Value, Room))];
    }

    /// <summary>Reads what the logs hold so far; <see cref="ReadAsync"/> tells what comes after.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var log in logs)
        {
            await foreach (var fact in log.ReadOnAsync(ct).ConfigureAwait(false))
            {
                Match(log, fact);
            }
        }
    }

    /// <summary>The events since the last call, by time.</summary>
    public async Task<IReadOnlyList<TraceRow>> ReadAsync(CancellationToken ct)
    {
        var rows = new List<TraceRow>();
        foreach (var log in logs)
        {
            await foreach (var fact in log.ReadOnAsync(ct).ConfigureAwait(false))
            {
                Match(log, fact);
                rows.AddRange(log.RowsOf(fact));
            }
        }

        var told = undecided.Concat(rows).Where(row => wanted.Contains(row.Id)).OrderBy(row => row.Time).ToList();
        undecided = [.. rows.Where(row => !wanted.Contains(row.Id))];
        return told;
    }

    private void Match(FollowedLog log, Fact fact)
    {
        switch (fact)
        {
            case Refused refusal when query.Matches(refusal) && IsPeer(refusal.Peer):
                wanted.Add(refusal.TraceId, true);
                break;
            case RefusalsCounted counted when query.Matches(counted) && (address?.MayBe(counted.Source) ?? true):
                wanted.Add(counted.TraceId, true);
                break;
            default:
                if (log.MessageOf(fact) is { } message && query.Matches(message)
                    && (IsPeer(message.Peer) || IsPeer((fact as Ended)?.Peer)))
                {
                    wanted.Add(message.TraceId, true);
                }

                break;
        }
    }

    private bool IsPeer(Peer? peer) => address?.Is(peer) ?? true;
}
