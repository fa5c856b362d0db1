using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Tracing;

/// <summary>
/// The addresses of one domain that sites passed on to another site although no record has them, and that nobody
/// refused there: to whom mail arrives only as long as the domain takes unknown recipients.
/// </summary>
/// <param name="isConcerned">True for an address of the domain that no record has.</param>
public sealed class PassedOnAddresses(Func<string, bool> isConcerned)
{
    private readonly Dictionary<(string Trace, string Address), Passed> passed = [];

    // A queue id is one site's own.
    private readonly Dictionary<(string Site, string Id), string> traces = [];

    /// <summary>Each with how many messages were for it, and when the last one came.</summary>
    public IReadOnlyList<PassedOnAddress> All =>
    [
        .. passed.Where(one => one.Value is { IsPassed: true, IsRefused: false })
            .GroupBy(one => one.Key.Address, one => one.Value.At, StringComparer.Ordinal)
            .Select(times => new PassedOnAddress(times.Key, times.Count(), times.Max()))
            .OrderBy(one => one.Address, StringComparer.Ordinal),
    ];

    /// <summary>Takes the facts of a site in the order of its log.</summary>
    public void Look(string site, Fact fact)
    {
        switch (fact)
        {
            case Accepted message:
                Look(site, message);
                break;
            case Ended end:
                Look(site, end.Id, end.Results);
                break;
            case Ordered order:
                Look(site, order.Id, order.Results);
                break;
        }
    }

    private static string Folded(string address) => address.ToLowerInvariant();

    private void Look(string site, Accepted message)
    {
        foreach (var copy in message.Copies)
        {
            foreach (var address in copy.Recipients.Select(Folded).Where(isConcerned))
            {
                traces[(site, message.Id)] = message.TraceId;
                Change(message.TraceId, address, one => one with
                {
                    At = one.At > message.At ? one.At : message.At,
                    IsPassed = one.IsPassed || copy.Kind == DestinationKind.Site,
                });
            }
        }
    }

    private void Look(string site, string id, ImmutableArray<Result> results)
    {
        if (!traces.TryGetValue((site, id), out var trace))
        {
            return;
        }

        foreach (var refused in results.Where(result => result.Outcome is Outcome.Bounced or Outcome.Held))
        {
            if (isConcerned(Folded(refused.Recipient)))
            {
                Change(trace, Folded(refused.Recipient), one => one with { IsRefused = true });
            }
        }
    }

    private void Change(string trace, string address, Func<Passed, Passed> change) =>
        passed[(trace, address)] = change(passed.GetValueOrDefault((trace, address), Passed.NotYet));

    private sealed record Passed(DateTimeOffset At, bool IsPassed, bool IsRefused)
    {
        public static Passed NotYet { get; } = new(default, false, false);
    }
}
