using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Signing;

/// <summary>The keys of one site in one organization, as they were read; any thread may ask.</summary>
public sealed class SiteKeys : ISignatureKeys
{
    private readonly Organization organization;
    private readonly SiteName here;
    private readonly ImmutableArray<DatedKey> keys;

    public SiteKeys(Organization organization, SiteName here, IEnumerable<DatedKey> keys)
    {
        this.organization = organization;
        this.here = here;
        this.keys = [.. keys.DistinctBy(key => key.Key.RecordName)];
    }

    public bool IsEmpty => keys.IsEmpty;

    /// <summary>
    /// The keys that sign now for a From in that domain, one for each algorithm; none where it is not ours.
    /// </summary>
    public ImmutableArray<SigningKey> For(DomainName author, DateTimeOffset now) =>
        KeyDuties.SignerFor(organization, author) is { } domain ? SigningIn(domain, now) : [];

    /// <summary>
    /// The key by which this site seals (ARC), which RFC 8617 section 4.1.3 does by rsa-sha256; null without one.
    /// </summary>
    public SigningKey? Sealing(DateTimeOffset now) => organization.ReturnDomain is { } domain
        ? SigningIn(domain, now).FirstOrDefault(key => key.Algorithm == SigningAlgorithm.RsaSha256)
        : null;

    /// <summary>The domains in whose name the site is to sign or seal, and has no key that signs now.</summary>
    public IEnumerable<DomainName> Lacking(DateTimeOffset now) => KeyDuties.Of(organization, here).Except(
        Turns(now).Where(pair => pair.Turn.State == KeyState.Signing).Select(pair => pair.Key.Key.Domain));

    /// <summary>Every key with its state.</summary>
    public IEnumerable<(DatedKey Key, KeyTurn Turn)> Turns(DateTimeOffset now) =>
        from domain in keys.GroupBy(key => key.Key.Domain)
        from turn in KeySchedule.At(domain.Select(key => key.Dates), Overlap, now)
        select (domain.First(key => key.Key.Selector == turn.Dates.Selector), turn);

    /// <summary>The TXT records that have to be published, each with its reason.</summary>
    public ImmutableArray<DkimKeyRecord> Records(DateTimeOffset now) =>
    [
        .. from pair in Turns(now)
           where pair.Turn.State != KeyState.Removable
           let key = pair.Key.Key
           select new DkimKeyRecord(key.Domain, key.Selector, key.Record) { Why = Why(pair.Turn) },
    ];

    /// <summary>
    /// Names, dates and digests of the public keys: another text where something was added, taken away or changed.
    /// </summary>
    public override string ToString() => string.Join(
        ", ", keys.Select(key => $"{key.Key.RecordName} from {Text(key.SignsFrom)} ({Digest(key.Key.Record)})")
            .Order(StringComparer.Ordinal));

    private TimeSpan Overlap => KeySchedule.Overlap(organization[here].Waits);

    private ImmutableArray<SigningKey> SigningIn(DomainName domain, DateTimeOffset now) =>
    [
        .. Turns(now).Where(pair => pair.Turn.State == KeyState.Signing && pair.Key.Key.Domain == domain)
            .Select(pair => pair.Key.Key),
    ];

    private string Why(KeyTurn turn) => turn.State switch
    {
        KeyState.Waiting => $"{here} signs with it from {Text(turn.Dates.SignsFrom)}",
        KeyState.Signing when turn.SignsUntil is { } until => $"{here} signs with it until {Text(until)}",
        KeyState.Signing => $"{here} signs with it",
        _ => $"{here} signed with it until {Text(turn.SignsUntil!.Value)}, and such mail may be on its way until "
            + $"{Text(turn.PublishedUntil!.Value)}",
    };

    private static string Digest(string record) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)).AsSpan(0, 4));

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
