using System.Collections.Concurrent;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Transport.Foreign;

/// <summary>
/// Recipient call-ahead: before a recipient whom another product keeps is answered, the site that would get the mail is
/// asked whether it takes it. Answers are remembered; an answer that cannot be had in time is none, and the sender
/// tries again later.
/// </summary>
public sealed class CallAhead(TimeProvider clock) : IForeignRecipients, IAsyncDisposable
{
    /// <summary>How long an answer counts before the site is asked again.</summary>
    public static readonly TimeSpan ExistsFor = TimeSpan.FromHours(1);

    /// <summary>As long a new mailbox may stay unreachable.</summary>
    public static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(5);

    /// <summary>How long a site that does not answer for a recipient is left alone with it.</summary>
    public static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    /// <summary>While the site is silent, who existed goes on existing for so long.</summary>
    public static readonly TimeSpan ExistsAtMost = TimeSpan.FromDays(1);

    /// <summary>
    /// How long a session waits. A client waits for the answer to RCPT for five minutes (RFC 5321 section 4.5.3.2.3),
    /// and the site that is asked may have to ask another.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // As many questions at once as a neighbour may well take beside its mail.
    private const int AtOnce = 16;
    private const int MostAnswers = 100_000;

    // An answer counts until the message is here; data may take a while (RFC 5321 section 4.5.3.2).
    private static readonly TimeSpan Transaction = TimeSpan.FromHours(1);

    private readonly AnswerCache exists = new(MostAnswers);
    private readonly AnswerCache missing = new(MostAnswers);
    private readonly AnswerCache silent = new(MostAnswers);
    private readonly ConcurrentDictionary<EmailAddress, Task> asking = [];
    private readonly ConcurrentDictionary<(string Organization, string Domain), SourceState> sources = [];
    private readonly SemaphoreSlim slots = new(AtOnce);
    private readonly CancellationTokenSource stopping = new();
    private IRecipientProbe? probe;

    /// <summary>Says who asks; until then nobody is asked.</summary>
    public void Connect(IRecipientProbe by) => probe = by;

    public ForeignAnswer Answer(EmailAddress recipient)
    {
        var now = clock.GetUtcNow();
        return exists.TryGet(recipient, out var at) && now - at < ExistsAtMost + Transaction ? ForeignAnswer.Exists
            : missing.TryGet(recipient, out at) && now - at < MissingFor + Transaction ? ForeignAnswer.Missing
            : ForeignAnswer.NotSaid;
    }

    /// <summary>How the asking goes for a domain, and how many answers are kept in all.</summary>
    public SourceState StateOf(string organization, DomainName domain) =>
        (sources.GetValueOrDefault((organization, domain.Value)) ?? new SourceState(null, null, null))
            with { Size = exists.Count + missing.Count };

    /// <summary>
    /// Sees to it that <see cref="Answer"/> knows of a recipient, where the file wants the next site to be asked and
    /// nothing else refuses the recipient. Returns without an answer where there is none in time.
    /// </summary>
    public async ValueTask AskAsync(
        Tenant tenant, Origin origin, ReversePath from, EmailAddress recipient, CancellationToken ct)
    {
        if (probe is null || tenant.Organization.Accepted(recipient.Domain)?.RecipientsFrom is not { Ldap: null }
            || Asked(tenant, origin, from, recipient) is not { } site || IsFresh(recipient))
        {
            return;
        }

        // Whoever else wants to know waits for the same answer.
        var own = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = asking.GetOrAdd(recipient, own.Task);
        var waiting = answer == own.Task ? AskAsync(tenant, site, recipient, own) : answer;
        try
        {
            await waiting.WaitAsync(Longest, clock, ct).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            silent.Put(recipient, clock.GetUtcNow());
        }
    }

    /// <summary>Ends what is being asked; to be called when the sessions are over.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(asking.Values).ConfigureAwait(false);
        slots.Dispose();
        stopping.Dispose();
    }

    // The site that would get the mail if it took it, where nothing but its word decides.
    private static SiteName? Asked(Tenant tenant, Origin origin, ReversePath from, EmailAddress recipient)
    {
        return Route(ForeignAnswer.Exists).Hops is [{ Action: HopAction.Relay, Next.Site: { } site }]
            && Route(ForeignAnswer.Missing).IsRefused
                ? site : null;

        Decision Route(ForeignAnswer answer) => Router.Route(
            tenant.Snapshot with { Foreign = ForeignRecipients.Saying(answer) }, tenant.Here.Name, origin, from,
            recipient, ServedMarks.None);
    }

    private bool IsFresh(EmailAddress recipient)
    {
        var now = clock.GetUtcNow();
        return (exists.TryGet(recipient, out var at) && now - at < ExistsFor)
            || (missing.TryGet(recipient, out at) && now - at < MissingFor)
            || (silent.TryGet(recipient, out at) && now - at < SilentFor);
    }

    private async Task AskAsync(Tenant tenant, SiteName site, EmailAddress recipient, TaskCompletionSource done)
    {
        using var longest = new CancellationTokenSource(Longest, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, stopping.Token);
        var holdsSlot = false;
        try
        {
            await slots.WaitAsync(limit.Token).ConfigureAwait(false);
            holdsSlot = true;
            var said = await probe!.ProbeAsync(tenant, site, recipient, limit.Token).ConfigureAwait(false);
            Take(tenant, recipient, said);
        }
        catch (OperationCanceledException)
        {
            Take(tenant, recipient, new ProbeAnswer(
                ForeignAnswer.NotSaid, $"{site} did not answer within {Longest.TotalSeconds:0} s"));
        }
        catch (Exception fault)
        {
            // Whatever it was, it says nothing of the recipient.
            Take(tenant, recipient, new ProbeAnswer(ForeignAnswer.NotSaid, fault.Message));
        }
        finally
        {
            if (holdsSlot)
            {
                slots.Release();
            }

            asking.TryRemove(recipient, out _);
            done.SetResult();
        }
    }

    private void Take(Tenant tenant, EmailAddress recipient, ProbeAnswer said)
    {
        var now = clock.GetUtcNow();
        switch (said.Answer)
        {
            case ForeignAnswer.Exists:
                exists.Put(recipient, now);
                missing.Remove(recipient);
                break;
            case ForeignAnswer.Missing:
                missing.Put(recipient, now);
                exists.Remove(recipient);
                break;
            default:
                // Who was missing may be there by now: nobody is refused for good by an old word.
                silent.Put(recipient, now);
                missing.Remove(recipient);
                break;
        }

        var key = (tenant.Organization.Name, tenant.Organization.Accepted(recipient.Domain)!.Name.Value);
        sources.AddOrUpdate(key, _ => After(new SourceState(null, null, null)), (_, before) => After(before));

        SourceState After(SourceState before) => said.Answer == ForeignAnswer.NotSaid
            ? before with { FailingSince = before.FailingSince ?? now, Why = said.Reply }
            : new SourceState(now, null, null);
    }
}
