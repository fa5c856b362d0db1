using System.Collections.Immutable;
using System.Net;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Watching.Ledgers;

/// <summary>
/// What the log and the attempts tell of doors that were tried, of loops that were cut and of the clocks of neighbours.
/// Whoever knocks chooses how many sources there are, so a limited number is told apart and the others are one.
/// </summary>
/// <param name="isAboutAlerts">True where a refused message tells of an alert: that it loops is no other one.</param>
public sealed class FactLedger(Func<Refused, bool> isAboutAlerts) : IFactObserver
{
    /// <summary>The doors with their sources, and the recipients, that are told apart.</summary>
    public const int Most = 20;

    private static readonly string[] Loops = ["5.4.14", "5.4.6"];
    private static readonly string[] Doors = ["5.7.51", "5.7.64", "5.7.1"];

    private readonly Lock gate = new();
    private readonly Dictionary<(string Rule, string Source), TriedDoor> doors = [];
    private readonly Dictionary<string, CutLoop> loops = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ApartSeen> apart = new(StringComparer.Ordinal);

    public void OnRecorded(Fact fact)
    {
        switch (fact)
        {
            case Refused { Rule: "3a" or "3b" } refused:
                AddDoor(refused.Rule!, SourceOf(refused.Peer.Address), refused.Reply, 1, refused.At);
                break;
            case RefusalsCounted counted:
                AddCounted(counted);
                break;
            case Refused refused when IsLoop(refused.Reply) && !isAboutAlerts(refused):
                AddLoop(refused.Recipient, refused.Reply, refused.At);
                break;
            case Accepted { Peer.Site: { } neighbour } message when TraceIdTime.Of(message.TraceId) is { } stamped:
                AddTime(neighbour, stamped - message.At, message.At);
                break;
        }
    }

    /// <summary>An attempt was made: the next hop may have cut a loop.</summary>
    public void Add(DeliveryReport report, DateTimeOffset at)
    {
        if (report.Results.FirstOrDefault(result => IsLoop(result.Reply)) is { } cut)
        {
            AddLoop(cut.Recipient, cut.Reply!, at);
        }
    }

    public void Restore(Observation before)
    {
        lock (gate)
        {
            before.Doors.ToList().ForEach(door => doors[(door.Rule, door.Source)] = door);
            before.Loops.ToList().ForEach(loop => loops[loop.Recipient] = loop);
            before.ClocksApart.ToList().ForEach(clock => apart[clock.Neighbour] = clock);
        }
    }

    /// <summary>Puts what is known into an observation, without what is older than the quiet time.</summary>
    public Observation Tell(Observation seen, TimeSpan quiet)
    {
        lock (gate)
        {
            Forget(doors, door => seen.At - door.Last >= quiet);
            Forget(loops, loop => seen.At - loop.Last >= quiet);
            Forget(apart, clock => seen.At - clock.At >= quiet);
            return seen with
            {
                Doors = [.. doors.Values.OrderBy(door => door.First)],
                Loops = [.. loops.Values.OrderBy(loop => loop.First)],
                ClocksApart = [.. apart.Values],
            };
        }
    }

    private static void Forget<TKey, TValue>(Dictionary<TKey, TValue> ledger, Func<TValue, bool> isOld)
        where TKey : notnull
    {
        foreach (var (key, _) in ledger.Where(entry => isOld(entry.Value)).ToList())
        {
            ledger.Remove(key);
        }
    }

    private static bool IsLoop(string? reply) => StatusOf(reply) is { } status && Loops.Contains(status);

    private static string? StatusOf(string? reply) => reply?.Split(' ', 3) is [_, var status, ..] ? status : null;

    private static string SourceOf(string address) =>
        IPEndPoint.TryParse(address, out var point) ? TrafficSource.Of(point.Address).ToString() : address;

    private void AddDoor(string rule, string source, string reply, long count, DateTimeOffset at)
    {
        lock (gate)
        {
            if (!doors.ContainsKey((rule, source)) && doors.Count >= Most)
            {
                source = RefusalsCounted.Others;
            }

            doors[(rule, source)] = doors.TryGetValue((rule, source), out var door)
                ? door with { Count = door.Count + count, Last = at, Reply = reply }
                : new TriedDoor(rule, source, count, at, at, reply);
        }
    }

    // The first refusals of a second are written one by one, so that the door of the source is known by then.
    private void AddCounted(RefusalsCounted counted)
    {
        var more = counted.Replies.Where(reply => StatusOf(reply.Reply) is { } status && Doors.Contains(status))
            .Sum(reply => (long)reply.Count);
        lock (gate)
        {
            var known = doors.Values.Where(door => door.Source == counted.Source).MaxBy(door => door.Last);
            if (more > 0 && known is not null)
            {
                doors[(known.Rule, known.Source)] = known with { Count = known.Count + more, Last = counted.Until };
            }
        }
    }

    private void AddLoop(string? recipient, string reply, DateTimeOffset at)
    {
        lock (gate)
        {
            var key = recipient ?? RefusalsCounted.Others;
            key = loops.ContainsKey(key) || loops.Count < Most ? key : RefusalsCounted.Others;
            loops[key] = loops.TryGetValue(key, out var loop)
                ? loop with { Count = loop.Count + 1, Last = at, Reply = reply }
                : new CutLoop(key, 1, at, at, reply);
        }
    }

    private void AddTime(string neighbour, TimeSpan ahead, DateTimeOffset at)
    {
        lock (gate)
        {
            if (ahead >= TimeSpan.FromSeconds(1) || apart.ContainsKey(neighbour))
            {
                apart[neighbour] = new ApartSeen(neighbour, at, Math.Round(ahead.TotalSeconds, 1));
            }
        }
    }
}
