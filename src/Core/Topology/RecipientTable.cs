using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>
/// A directory copy in memory. Where two rows claim an address, the first keeps it; the proof reports both.
/// </summary>
public sealed class RecipientTable : IRecipientDirectory
{
    private readonly Dictionary<EmailAddress, Recipient> byAddress;

    public RecipientTable(IReadOnlyList<Recipient> rows)
    {
        Rows = rows;
        byAddress = new Dictionary<EmailAddress, Recipient>(rows.Count);
        foreach (var row in rows)
        {
            byAddress.TryAdd(row.Address, row);
            foreach (var proxy in row.Proxies)
            {
                byAddress.TryAdd(proxy, row);
            }
        }
    }

    public IReadOnlyList<Recipient> Rows { get; }

    public Recipient? Find(EmailAddress address) => byAddress.GetValueOrDefault(address);
}
