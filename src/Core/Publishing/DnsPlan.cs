using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>What DNS must say so that mail flows as the arrows do.</summary>
/// <param name="Records">Domain by domain, then hosts and addresses.</param>
/// <param name="Spf">The SPF records again, term by term.</param>
/// <param name="Senders">From where the Internet gets mail.</param>
/// <param name="MtaSts">The policy to serve below <c>https://mta-sts.DOMAIN/</c>; null where nothing comes in.</param>
/// <param name="Notes">What a plan cannot say, a sentence each.</param>
public sealed record DnsPlan(
    ImmutableArray<WantedRecord> Records, ImmutableArray<SpfPlan> Spf, ImmutableArray<SendingAddress> Senders,
    string? MtaSts, ImmutableArray<string> Notes)
{
    public SpfPlan? SpfOf(DomainName domain) => Spf.FirstOrDefault(plan => plan.Domain == domain);
}
