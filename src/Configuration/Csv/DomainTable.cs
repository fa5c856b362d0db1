using System.Runtime.InteropServices;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration.Csv;

/// <summary>Parses each domain of a file once: a hundred thousand rows share a handful of them.</summary>
internal sealed class DomainTable
{
    private readonly Organization organization;
    private readonly Dictionary<string, Entry> entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public DomainTable(Organization organization)
    {
        this.organization = organization;
        bySpan = entries.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>
    /// Reads an address; false where it is none. Tells whether its domain is one of the organization's.
    /// </summary>
    public bool TryParse(ReadOnlySpan<char> text, out EmailAddress address, out bool isOurs)
    {
        address = default;
        isOurs = false;
        var at = text.LastIndexOf('@');
        if (at < 1)
        {
            return false;
        }

        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(bySpan, text[(at + 1)..], out var exists);
        if (!exists)
        {
            var valid = DomainName.TryParse(text[(at + 1)..].ToString(), out var domain);
            entry = new Entry(valid, domain, valid && organization.Accepted(domain) is not null);
        }

        isOurs = entry.IsOurs;
        return entry.IsValid && EmailAddress.TryCreate(text[..at].ToString(), entry.Domain, out address);
    }

    private readonly record struct Entry(bool IsValid, DomainName Domain, bool IsOurs);
}
