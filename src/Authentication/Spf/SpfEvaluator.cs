using System.Net;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Authentication.Spf;

/// <summary>Says whether a client may send mail of a domain (RFC 7208). A fault of DNS is never a fail.</summary>
public sealed class SpfEvaluator(IResolver resolver, TimeProvider clock)
{
    // RFC 7208 section 4.6.4: a check has 20 seconds at least, and ends as temperror when they are over.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public SpfEvaluator(IResolver resolver)
        : this(resolver, TimeProvider.System)
    {
    }

    /// <summary>The name of this host, which an explanation may mention.</summary>
    public string Receiver { get; init; } = "unknown";

    /// <summary>
    /// True: the explanation of a fail is fetched (RFC 7208 section 6.2). It is more questions, of whoever's domain was
    /// forged and to servers of strangers, for a text that need not be shown.
    /// </summary>
    public bool FetchesExplanation { get; init; }

    /// <summary>Judges MAIL FROM; HELO for a null reverse-path (RFC 7208 section 2.4).</summary>
    public ValueTask<SpfVerdict> CheckAsync(
        IPAddress client, string helo, ReversePath from, CancellationToken cancellationToken) =>
        from.Address is { } address
            ? JudgeAsync(
                new SpfQuestion(client, helo, address.LocalPart, address.Domain.Value),
                new SpfVerdict(SpfResult.None, address.Domain.Value, IsOfHelo: false), cancellationToken)
            : CheckHeloAsync(client, helo, cancellationToken);

    /// <summary>Judges a sender as text, whether or not it is an address: what has no domain name gives none.</summary>
    public ValueTask<SpfVerdict> CheckAsync(
        IPAddress client, string helo, string from, CancellationToken cancellationToken)
    {
        if (ReversePath.TryParse(from, out var path))
        {
            return CheckAsync(client, helo, path, cancellationToken);
        }

        var at = from.LastIndexOf('@');
        var domain = from[(at + 1)..];
        return JudgeAsync(
            new SpfQuestion(client, helo, from[..Math.Max(at, 0)], domain),
            new SpfVerdict(SpfResult.None, domain, IsOfHelo: false), cancellationToken);
    }

    /// <summary>Judges the name that the client gave itself (RFC 7208 section 2.3).</summary>
    public ValueTask<SpfVerdict> CheckHeloAsync(
        IPAddress client, string helo, CancellationToken cancellationToken) => JudgeAsync(
        new SpfQuestion(client, helo, "", helo), new SpfVerdict(SpfResult.None, helo, IsOfHelo: true),
        cancellationToken);

    private async ValueTask<SpfVerdict> JudgeAsync(
        SpfQuestion question, SpfVerdict verdict, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var check = new SpfCheck(resolver, question, new MacroValues(question, Receiver, clock.GetUtcNow()));
        SpfOutcome? outcome = null;
        string? explanation = null;
        try
        {
            outcome = await check.CheckHostAsync(question.Domain, either.Token).ConfigureAwait(false);
            explanation = FetchesExplanation && outcome.Result == SpfResult.Fail
                ? await check.ExplainAsync(outcome, either.Token).ConfigureAwait(false) : null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            outcome ??= new SpfOutcome(SpfResult.TempError, question.Domain,
                $"DNS took longer than {Longest.TotalSeconds:0} seconds for all of it.");
        }

        return verdict with
        {
            Result = outcome.Result,
            Mechanism = outcome.Term?.Text,
            Reason = outcome.Reason,
            Explanation = explanation,
            Lookups = check.Lookups,
            VoidLookups = check.VoidLookups,
        };
    }
}
