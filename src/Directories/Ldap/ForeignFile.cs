using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Directories.Ldap;

/// <summary>
/// The last good copy of another product's addresses, for a restart while it cannot be read: a line with the time, then
/// a line for each address.
/// </summary>
public sealed class ForeignFile(IDisk disk, string name)
{
    // A million addresses of 64 octets.
    private const int MostOctets = 64 << 20;

    /// <summary>Null where there is none, or none that can be read: it is read anew from where it came.</summary>
    public async ValueTask<ForeignTable?> ReadAsync(CancellationToken ct)
    {
        if (!disk.Exists(name))
        {
            return null;
        }

        using var file = disk.OpenForRead(name);
        if (file.Length > MostOctets)
        {
            return null;
        }

        var octets = new byte[file.Length];
        for (var at = 0; at < octets.Length;)
        {
            var count = await file.ReadAsync(at, octets.AsMemory(at), ct).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            at += count;
        }

        return Parse(Encoding.UTF8.GetString(octets));
    }

    private static ForeignTable? Parse(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length == 0 || !DateTimeOffset.TryParseExact(
            lines[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return null;
        }

        var addresses = new HashSet<EmailAddress>();
        foreach (var line in lines.Skip(1))
        {
            if (!EmailAddress.TryParse(line, out var address))
            {
                return null;
            }

            addresses.Add(address);
        }

        return new ForeignTable(at, addresses);
    }

    public void Write(ForeignTable table)
    {
        var text = new StringBuilder(table.At.ToString("O", CultureInfo.InvariantCulture)).Append('\n');
        foreach (var address in table.Addresses)
        {
            text.Append(address.ToString()).Append('\n');
        }

        disk.CreateFolder("");
        using (var file = disk.Create($"{name}.new"))
        {
            file.Append([Encoding.UTF8.GetBytes(text.ToString())]);
            file.Sync();
        }

        disk.Rename($"{name}.new", name);
        disk.SyncFolder("");
    }
}
