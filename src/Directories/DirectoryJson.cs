using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>
/// How batches are written, in the log and between sites: JSON with short names, empty values left out.
/// </summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(BatchJson))]
internal sealed partial class DirectoryJson : JsonSerializerContext
{
    public static byte[] Write(DirectoryBatch batch) => JsonSerializer.SerializeToUtf8Bytes(
        new BatchJson(
            batch.Organization, batch.Position.ToString(), batch.IsWhole,
            [.. batch.Changes.Select(change => Of(change))])
        {
            Domains = batch.Domains is { } domains ? [.. domains.Select(Of)] : null,
            DomainsOnly = batch.IsOfDomainsOnly,
        },
        Default.BatchJson);

    /// <exception cref="InvalidDataException">The octets are no batch; the message says what they lack.</exception>
    public static DirectoryBatch Read(ReadOnlySpan<byte> octets)
    {
        try
        {
            var json = JsonSerializer.Deserialize(octets, Default.BatchJson)
                ?? throw new InvalidDataException("It is null.");
            return DirectoryPosition.TryParse(json.Position, out var position)
                ? new DirectoryBatch(json.Organization, position, json.Whole, [.. json.Changes.Select(Of)])
                {
                    Domains = json.Domains is { } domains ? [.. domains.Select(Of)] : null,
                    IsOfDomainsOnly = json.DomainsOnly,
                }
                : throw new InvalidDataException($"'{json.Position}' is no position.");
        }
        catch (Exception fault) when (fault is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"It is no batch of changes: {fault.Message}", fault);
        }
    }

    private static ChangeJson Of(DirectoryChange change) => new(
        change.Address.ToString(), change.Entry.Record is { } record ? Of(record) : null, change.Entry.FileRow,
        change.Entry.Keys);

    private static DirectoryChange Of(ChangeJson json)
    {
        var address = EmailAddress.Parse(json.Address);
        return new DirectoryChange(
            address,
            new DirectoryEntry(json.Record is { } record ? Of(address, record) : null, json.FileRow, json.Keys));
    }

    private static DomainJson Of(DomainChange change) => new(change.Domain.Value)
    {
        By = change.Proof?.By,
        Since = change.Proof?.Since,
        LastSeen = change.Proof?.LastSeen,
        MissingSince = change.Proof?.MissingSince,
    };

    private static DomainChange Of(DomainJson json) => new(
        DomainName.Parse(json.Domain),
        json is { By: { } by, Since: { } since }
            ? new DomainProof(by, since, json.LastSeen, json.MissingSince) : null);

    private static RecordJson Of(Recipient record) => new()
    {
        Kind = record.Kind,
        Site = record.Site?.Value,
        Version = record.Version,
        Proxies = Texts(record.Proxies),
        Members = Texts(record.Members),
        Target = record.Target?.ToString(),
        Forward = Texts(record.Forward),
        ForwardsOnly = !record.Keep,
        InsideOnly = record.InsideOnly,
        AcceptFrom = Texts(record.AcceptFrom),
        SendAs = Texts(record.SendAs),
        Quota = record.Quota,
        Reply = record.AutomaticReply,
    };

    private static Recipient Of(EmailAddress address, RecordJson json) => new()
    {
        Address = address,
        Kind = json.Kind,
        Site = json.Site is { } site ? SiteName.Parse(site) : null,
        Version = json.Version,
        Proxies = Addresses(json.Proxies),
        Members = Addresses(json.Members),
        Target = json.Target is { } target ? EmailAddress.Parse(target) : null,
        Forward = Addresses(json.Forward),
        Keep = !json.ForwardsOnly,
        InsideOnly = json.InsideOnly,
        AcceptFrom = Addresses(json.AcceptFrom),
        SendAs = Addresses(json.SendAs),
        Quota = json.Quota,
        AutomaticReply = json.Reply,
    };

    private static string[]? Texts(ImmutableArray<EmailAddress> addresses) =>
        addresses.IsEmpty ? null : [.. addresses.Select(address => address.ToString())];

    private static ImmutableArray<EmailAddress> Addresses(string[]? texts) =>
        texts is null ? [] : [.. texts.Select(EmailAddress.Parse)];
}
