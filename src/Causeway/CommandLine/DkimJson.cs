using Causeway.Authentication.Dkim;
using Causeway.Transport.Signing;

namespace Causeway.CommandLine;

/// <summary>A TXT record.</summary>
internal sealed record DkimRecordJson(string Name, string Value);

internal sealed record DkimKeyJson(
    string Site, string Domain, string Selector, string Algorithm, string State, DateTimeOffset Created,
    DateTimeOffset SignsFrom, DateTimeOffset? SignsUntil, DateTimeOffset? PublishedUntil, DkimRecordJson Record)
{
    public static DkimKeyJson Of(string site, DatedKey key, KeyTurn turn) => new(
        site, key.Key.Domain.Value, key.Key.Selector,
        key.Key.Algorithm == SigningAlgorithm.RsaSha256 ? "rsa-sha256" : "ed25519-sha256",
        turn.State.ToString().ToLowerInvariant(), key.Created, key.SignsFrom, turn.SignsUntil, turn.PublishedUntil,
        new DkimRecordJson(key.Key.RecordName, key.Key.Record));
}

/// <summary>What a rotation made and took away, and all keys that there are now.</summary>
internal sealed record DkimRotationJson(
    IEnumerable<string> Made, IEnumerable<string> Removed, IEnumerable<DkimKeyJson> Keys);
