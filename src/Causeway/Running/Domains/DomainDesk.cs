using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Configuration;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Transport;
using Causeway.Transport.Domains;
using Causeway.Transport.Replicating;

namespace Causeway.Running.Domains;

/// <summary>Answers orders about domains: what to publish, how it stands, and looks for proofs when asked.</summary>
internal sealed class DomainDesk(DomainKeeper keeper, SiteDirectories directories, TimeProvider clock)
{
    // One order may ask for so many look-ups, all at once: what is slow keeps no other waiting.
    private const int MostDomains = 100;

    // Another site that handed the order on is answered before it has waited for too long.
    private static readonly TimeSpan Patience = ReplicationClient.LongestOrder - TimeSpan.FromSeconds(30);

    public static bool IsForIt(DirectoryOrder order) =>
        order.Kind is DirectoryOrderKind.ListDomains or DirectoryOrderKind.VerifyDomains;

    public async Task<DirectoryAnswer> CarryOutAsync(Tenant tenant, DirectoryOrder order, CancellationToken ct)
    {
        var organization = tenant.Organization;
        var names = ImmutableArray.CreateBuilder<DomainName>();
        foreach (var text in order.Domains)
        {
            if (!DomainName.TryParse(text, out var name) || name.IsAddressLiteral)
            {
                return DirectoryAnswer.Refused($"'{text}' is no domain; write it as contoso.example.");
            }

            names.Add(name);
        }

        names.AddRange(names.Count == 0 ? organization.Domains.Select(domain => domain.Name) : []);
        if (order.Kind == DirectoryOrderKind.ListDomains)
        {
            return Answer(names.Select(name => See(tenant, name, keeper.Tries.Find(organization.Name, name)?.Finding)));
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return Answer(await Task.WhenAll(names.Take(MostDomains).Select(LookAsync)).ConfigureAwait(false));
        }
        catch (IOException fault)
        {
            return DirectoryAnswer.Refused($"{tenant.Here.Name} could not record what it found: {fault.Message}");
        }

        async Task<DomainSeen> LookAsync(DomainName name)
        {
            try
            {
                return See(tenant, name, await keeper.LookAsync(
                    tenant, name, isThorough: true, order.Who, limit.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return See(tenant, name, new DomainFinding(null,
                [
                    new DomainLook(
                        ProofSource.Txt, $"TXT {name}", LookVerdict.Fault,
                        $"nobody said within {Durations.Print(Patience)} all that was asked of the domain; that says "
                        + "nothing of the record"),
                ]));
            }
        }

        DirectoryAnswer Answer(IEnumerable<DomainSeen> seen) =>
            new(true, directories.Store.StateOf(organization.Name).Position.Number, [], []) { Domains = [.. seen] };
    }

    private DomainSeen See(Tenant tenant, DomainName name, DomainFinding? finding)
    {
        var organization = tenant.Organization;
        var domain = organization.Domains.FirstOrDefault(one => one.Name == name);
        var proof = directories.Store.StateOf(organization.Name).Domains.GetValueOrDefault(name);
        var last = keeper.Tries.Find(organization.Name, name);
        var standing = StandingOf(organization, domain, proof, last);
        var isSearched = domain is { Verify: true } && directories.ProvesDomainsOf(organization);
        return new DomainSeen(
            organization.Name, name.Value, domain is null ? null : DomainTypeEdit.WordOf(domain.Type), standing,
            RecordsOf(DomainToken.Of(tenant.Identity.Authority, name)),
            [.. (finding?.Looks ?? []).Select(look => new DomainLookSeen(look.Where, Word(look.Verdict), look.Found))])
        {
            Since = proof?.Since,
            By = proof is { By: var by } ? $"{by}".ToLowerInvariant() : null,
            LastSeen = proof?.LastSeen,
            MissingSince = proof?.MissingSince,
            PendingSince = proof is null ? last?.First : null,
            NextLook = isSearched ? keeper.Tries.Next(organization.Name, name, proof) : null,
        };
    }

    /// <summary>What to publish for a token.</summary>
    public static DomainRecords RecordsOf(DomainToken token) =>
        new(token.Text, token.MxHost, $"http://{token.Domain}{DomainToken.FilePath}");

    private static DomainStanding StandingOf(
        Organization organization, AcceptedDomain? domain, DomainProof? proof, DomainTry? last) =>
        domain is null ? DomainStanding.NotInFile
        : organization.RoutedBy(domain.Name) is not null ? DomainStanding.Inside
        : !domain.Verify ? DomainStanding.Vouched
        : proof is { MissingSince: not null } ? DomainStanding.Missing
        : proof is { LastSeen: null } ? DomainStanding.TakenOver
        : proof is not null ? DomainStanding.Verified
        : last is { IsClaimed: true } ? DomainStanding.Claimed
        : DomainStanding.Pending;

    private static string Word(LookVerdict verdict) => verdict switch
    {
        LookVerdict.Proof => "proof",
        LookVerdict.NearMiss => "near-miss",
        LookVerdict.Fault => "fault",
        _ => "no-proof",
    };
}
