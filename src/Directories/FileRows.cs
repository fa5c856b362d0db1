using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories;

/// <summary>
/// The recipients file as a source of edits: what it says otherwise than when it was taken last, and nothing else. What
/// an order changed stays changed until its row in the file is another one.
/// </summary>
public static class FileRows
{
    public static IReadOnlyList<DirectoryEdit> Edits(DirectoryState state, IReadOnlyList<Recipient> rows)
    {
        var edits = new List<DirectoryEdit>();
        var inFile = new HashSet<EmailAddress>();
        var claimed = new HashSet<EmailAddress>();
        foreach (var row in rows)
        {
            // Two rows for an address are a fault that the proof reports; the first one has it.
            if (!claimed.Add(row.Address))
            {
                continue;
            }

            inFile.Add(row.Address);
            var digest = DigestOf(row);
            var record = row with { Proxies = [.. row.Proxies.Where(claimed.Add)] };
            if (state.EntryOf(row.Address).FileRow != digest)
            {
                edits.Add(new DirectoryEdit.Put(record, digest));
            }
        }

        edits.AddRange(state.Entries
            .Where(entry => entry.Value.FileRow is not null && !inFile.Contains(entry.Key))
            .Select(entry => new DirectoryEdit.RemoveByFile(entry.Key)));
        return edits;
    }

    private static string DigestOf(Recipient row)
    {
        var text = string.Join('\n', RecipientFields.Of(row).Select(field => field.Value).Prepend($"{row.Address}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
    }
}
