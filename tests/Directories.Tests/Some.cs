using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories.Tests;

/// <summary>Recipients, and directories to put them in.</summary>
internal static class Some
{
    public const string Organization = "contoso";

    public static EmailAddress Address(string local) => EmailAddress.Parse($"{local}@contoso.example");

    public static Recipient Mailbox(string local, params string[] proxies) => new()
    {
        Address = Address(local),
        Kind = RecipientKind.Mailbox,
        Site = SiteName.Parse("cloud"),
        Proxies = [.. proxies.Select(Address)],
    };

    /// <summary>Has a primary judge edits, and changes what they say; the faults where it does not.</summary>
    public static ImmutableArray<string> Order(this DirectoryStore primary, params IReadOnlyList<DirectoryEdit> edits)
    {
        ImmutableArray<string> faults = [];
        primary.Change([Organization], (_, state) =>
        {
            var judged = DirectoryJudgement.Of(state, edits);
            faults = judged.Faults;
            return judged.Changes;
        });
        return faults;
    }

    public static DirectoryState State(this DirectoryStore store) => store.StateOf(Organization);

    /// <summary>Every address with its owner, in order: two copies that are equal say the same.</summary>
    public static IReadOnlyList<string> Text(this DirectoryState state) =>
    [
        .. state.Entries.Select(entry => string.Join(' ',
            entry.Key, entry.Value.FileRow, entry.Value.Keys, entry.Value.Record?.Version,
            entry.Value.Record is { } record ? string.Join(',', RecipientFields.Of(record)) : "none"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What is wrong with who owns which address; null where each has one owner, and is found.</summary>
    public static string? OwnerFault(this DirectoryState state)
    {
        var claims = state.Records
            .SelectMany(record => record.Addresses, (record, address) => (Address: address, Owner: record)).ToList();
        return claims.GroupBy(claim => claim.Address).FirstOrDefault(claim => claim.Count() > 1) is { } twice
            ? $"{twice.Key} belongs to {string.Join(" and ", twice.Select(claim => claim.Owner.Address))}"
            : claims.Find(claim => state.Find(claim.Address) != claim.Owner) is { Owner: not null } lost
            ? $"{lost.Address} of {lost.Owner.Address} is not found"
            : null;
    }
}
