using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Sending;

/// <summary>
/// Counts what users submit at this site and what own sites hand in, and judges it by the limits of the file. A
/// projection of the last day of the log: after a restart it is read again, and submissions wait for it. Grows with the
/// users who sent within a day, never with what a stranger does.
/// </summary>
public sealed class SendingLedger(Tenants tenants, TimeProvider clock) : IFactObserver
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(1);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<SenderName, SenderCounts> senders = [];
    private DateTimeOffset tidied = clock.GetUtcNow();

    /// <summary>Done when the earlier runs are counted; never fails.</summary>
    public Task Loaded { get; private set; } = Task.CompletedTask;

    /// <summary>Begins to read the last day of earlier runs; the task is <see cref="Loaded"/>.</summary>
    public Task Restore(Spool spool, CancellationToken ct) => Loaded = RestoreAsync(spool, ct);

    /// <summary>Why a user may not send a message to so many now; null where nothing is against it.</summary>
    public (Reason Reason, string Why)? Refusal(Tenant tenant, EmailAddress user, int recipients)
    {
        lock (gate)
        {
            return senders.TryGetValue(SenderName.Of(tenant, user), out var counts)
                ? counts.Break(tenant.Organization.Sending.Users, clock.GetUtcNow(), recipients)
                : new SenderCounts().Break(tenant.Organization.Sending.Users, clock.GetUtcNow(), recipients);
        }
    }

    /// <summary>
    /// Counts a message that is about to be accepted, at once with looking at the limit. What a user has too much is
    /// not counted; what a site has is.
    /// </summary>
    public Charge Take(Incoming message)
    {
        var organization = message.Snapshot.Organization;
        if (tenants.Named(organization.Name) is not { } tenant || SenderOf(message, tenant) is not { } sender)
        {
            return Charge.None;
        }

        lock (gate)
        {
            Tidy();
            var counts = CountsOf(sender);
            var limits = LimitsOf(organization, sender);
            var over = counts.Break(limits, message.At, message.Recipients.Length);
            if (over is var (reason, why) && !sender.IsSite)
            {
                return new Charge(null, default, 0, reason, why, IsOverLimit: false);
            }

            counts.Add(message.At, message.Recipients.Length);
            return new Charge(sender, message.At, message.Recipients.Length, null, null, over is not null);
        }
    }

    /// <summary>Takes back what was counted of a message that could not be stored.</summary>
    public void Return(Charge charge)
    {
        lock (gate)
        {
            if (charge.Sender is { } sender)
            {
                CountsOf(sender).Add(charge.At, -charge.Recipients, -1);
            }
        }
    }

    /// <summary>Everybody who sent within the last day, who sent most first.</summary>
    public IReadOnlyList<SenderStanding> Standings()
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return
            [
                .. from sender in senders
                   where !sender.Value.IsIdle(now) && tenants.Named(sender.Key.Organization) is not null
                   orderby sender.Value.RecipientsInDay(now) descending, sender.Key.Name
                   select Standing(sender.Key, sender.Value, now),
            ];
        }
    }

    /// <summary>
    /// Counts a sender anew from here on, wherever one of the name sent; durable on return. Their standings before.
    /// </summary>
    public async ValueTask<IReadOnlyList<SenderStanding>> ReleaseAsync(
        Spool spool, string name, string who, CancellationToken ct)
    {
        var address = EmailAddress.TryParse(name, out var parsed) ? parsed : (EmailAddress?)null;
        var before = Standings().Where(one => one.Sender.IsSite
            ? one.Sender.Name == name
            : address is { } user && tenants.Named(one.Sender.Organization) is { } tenant
                && one.Sender == SenderName.Of(tenant, user)).ToList();
        foreach (var one in before)
        {
            await spool.RecordAsync(
                new SendingReleased
                {
                    At = clock.GetUtcNow(), Who = who, Organization = one.Sender.Organization,
                    Sender = one.Sender.Name, IsSite = one.Sender.IsSite,
                },
                Durability.Synced, ct).ConfigureAwait(false);
            Forget(one.Sender);
        }

        return before;
    }

    public void OnRecorded(Fact fact)
    {
        switch (fact)
        {
            case Refused { Peer.User: not null } refused:
                AddRefused(refused);
                break;
            case Accepted { IsOverLimit: true } message when SenderOf(message) is { } sender:
                lock (gate)
                {
                    CountsOf(sender).AddOver(message.At, "more than the file's sending.per-site");
                }

                break;
        }
    }

    private async Task RestoreAsync(Spool spool, CancellationToken ct)
    {
        try
        {
            var since = clock.GetUtcNow() - Span;
            await foreach (var fact in spool.ReadHistorySinceAsync(since, ct).ConfigureAwait(false))
            {
                if (fact is Accepted message && SenderOf(message) is { } sender)
                {
                    lock (gate)
                    {
                        CountsOf(sender).AddPast(message.At, message.Recipients.Length);
                    }
                }
                else if (fact is SendingReleased released && Named(released) is { } free)
                {
                    Forget(free);
                }

                OnRecorded(fact);
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops.
        }
        catch (IOException)
        {
            // A log that cannot be read is not this one's to report: the queue reads it as well. Count from here on.
        }
    }

    private SenderName? Named(SendingReleased released) => tenants.Named(released.Organization) is not { } tenant ? null
        : released.IsSite ? SenderName.Of(released.Organization, SiteName.Parse(released.Sender))
        : EmailAddress.TryParse(released.Sender, out var user) ? SenderName.Of(tenant, user)
        : null;

    private static SenderName? SenderOf(Incoming message, Tenant tenant) => message.Origin switch
    {
        Origin.Submission submission => SenderName.Of(tenant, submission.User),

        // What has no reverse-path is a notice or an answer, which nobody sends at will.
        Origin.FromSite site when !message.From.IsNull && IsCounted(tenant.Organization, site.Site) =>
            SenderName.Of(tenant.Organization.Name, site.Site),
        _ => null,
    };

    private SenderName? SenderOf(Accepted message) => tenants.Named(message.Organization) is not { } tenant ? null
        : EmailAddress.TryParse(message.Peer.User, out var user) ? SenderName.Of(tenant, user)
        : message.From.Length > 0 && SiteName.TryParse(message.Peer.Site, out var site)
            && IsCounted(tenant.Organization, site) ? SenderName.Of(message.Organization, site)
        : null;

    private static bool IsCounted(Organization organization, SiteName site) =>
        organization.TryGetSite(site, out var known) && known.Kind != SiteKind.Filter;

    private static SendingLimits LimitsOf(Organization organization, SenderName sender) =>
        sender.IsSite ? organization.Sending.Sites : organization.Sending.Users;

    private SenderStanding Standing(SenderName sender, SenderCounts counts, DateTimeOffset now) => new(
        sender, counts.RecipientsInDay(now), counts.RecipientsInHour(now), counts.MessagesInMinute(now),
        LimitsOf(tenants.Named(sender.Organization)!.Organization, sender), counts.Over);

    private void AddRefused(Refused refused)
    {
        if (EmailAddress.TryParse(refused.Peer.User, out var user)
            && ReplyTable.ReasonOf(refused.Reply)
                is Reason.SendingDayLimit or Reason.SendingHourLimit or Reason.SendingMinuteLimit
            && (tenants.Of(user.Domain) ?? tenants.First) is { } tenant)
        {
            lock (gate)
            {
                CountsOf(SenderName.Of(tenant, user)).AddOver(refused.At, refused.Reply);
            }
        }
    }

    private void Forget(SenderName sender)
    {
        lock (gate)
        {
            senders.Remove(sender);
        }
    }

    private SenderCounts CountsOf(SenderName sender) =>
        senders.TryGetValue(sender, out var counts) ? counts : senders[sender] = new SenderCounts();

    private void Tidy()
    {
        var now = clock.GetUtcNow();
        if (now - tidied < TidyEvery)
        {
            return;
        }

        tidied = now;
        foreach (var (sender, _) in senders.Where(one => one.Value.IsIdle(now)).ToList())
        {
            senders.Remove(sender);
        }
    }
}
