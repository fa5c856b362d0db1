using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Dns;

namespace Causeway.Authentication.Publishing;

/// <summary>What published SPF records say of the addresses from which mail really leaves, and of a stranger.</summary>
internal sealed class SpfProbes(IResolver resolver)
{
    // Of a range that nobody may use, so that it is in no honest record.
    private static readonly IPAddress Stranger = IPAddress.Parse("240.0.0.1");

    private readonly SpfEvaluator evaluator = new(resolver);

    public async Task<ImmutableArray<SpfProbe>> ProbeAsync(DnsPlan plan, CancellationToken cancellationToken)
    {
        var probes = ImmutableArray.CreateBuilder<SpfProbe>();
        foreach (var sender in plan.Senders)
        {
            var address = sender.Network.BaseAddress;
            foreach (var domain in sender.Domains)
            {
                probes.Add(await OfDomainAsync(domain, address, sender.Helo, SpfProbeKind.Sender, cancellationToken)
                    .ConfigureAwait(false));
            }

            // A host that is an address has no record of its own.
            if (!sender.Helo.StartsWith('['))
            {
                var verdict = await evaluator.CheckHeloAsync(address, sender.Helo, cancellationToken)
                    .ConfigureAwait(false);
                probes.Add(Of(sender.Helo, address, SpfProbeKind.Helo, verdict));
            }
        }

        foreach (var spf in plan.Spf)
        {
            probes.Add(await OfDomainAsync(
                spf.Domain, Stranger, "stranger.invalid", SpfProbeKind.Stranger, cancellationToken)
                .ConfigureAwait(false));
        }

        return probes.ToImmutable();
    }

    private async Task<SpfProbe> OfDomainAsync(
        DomainName domain, IPAddress address, string helo, SpfProbeKind kind, CancellationToken cancellationToken)
    {
        var from = new ReversePath(EmailAddress.Parse($"postmaster@{domain}"));
        var verdict = await evaluator.CheckAsync(address, helo, from, cancellationToken).ConfigureAwait(false);
        return Of(domain.Value, address, kind, verdict);
    }

    private static SpfProbe Of(string domain, IPAddress address, SpfProbeKind kind, SpfVerdict verdict) => new(
        domain.ToLowerInvariant(), address, kind, verdict.Result.ToString().ToLowerInvariant(), verdict.Mechanism,
        verdict.Reason, verdict.Lookups, verdict.VoidLookups);
}
