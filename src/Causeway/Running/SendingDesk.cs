using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Transport.Receiving;
using Causeway.Transport.Sending;
using Causeway.Watching;

namespace Causeway.Running;

/// <summary>Joins what a site counts of its senders with its log, its API and its alerts.</summary>
internal sealed class SendingDesk : IAsyncDisposable
{
    // Who is over a limit is a user or a site of ours; this many alerts at once say enough.
    private const int MostSeen = 100;

    private readonly CancellationTokenSource stopping = new();
    private readonly IDisposable subscription;
    private readonly Task restoring;

    private SendingDesk(SiteService service)
    {
        subscription = service.Spool.Subscribe(service.Sending);
        restoring = service.Sending.Restore(service.Spool, stopping.Token);
    }

    /// <summary>Counts from now on, and begins to read what earlier runs sent.</summary>
    public static SendingDesk Begin(SiteService service) => new(service);

    public static SendingAccess Access(SiteService service) => new(
        () => [.. service.Sending.Standings().Select(Row)],
        async (sender, who, ct) =>
        [
            .. (await service.Sending.ReleaseAsync(service.Spool, sender, who, ct).ConfigureAwait(false)).Select(Row),
        ]);

    public static ImmutableArray<SenderOverLimit> Seen(SendingLedger ledger) =>
    [
        .. ledger.Standings().Where(one => one.Over is not null)
            .OrderByDescending(one => one.Over!.Last).Take(MostSeen)
            .Select(one => new SenderOverLimit(
                one.Sender.Organization, one.Sender.Name, one.Sender.IsSite, one.Over!.Count, one.Over.First,
                one.Over.Last, one.Over.Limit)),
    ];

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await restoring.ConfigureAwait(false);
        subscription.Dispose();
        stopping.Dispose();
    }

    private static SenderRow Row(SenderStanding one) => new(
        "", one.Sender.Organization, one.Sender.Name, one.Sender.IsSite ? "site" : "user", one.RecipientsInDay,
        one.Limits.RecipientsPerDay, one.RecipientsInHour, one.Limits.RecipientsPerHour, one.MessagesInMinute,
        one.Limits.MessagesPerMinute, one.Over?.First, one.Over?.Last, one.Over?.Count ?? 0);
}
