using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// Key records by their text, so that the key of a domain that writes often is not read anew for each message: with
/// OpenSSL 3 that takes six times as long as to verify a signature. How long a record is good DNS alone says.
/// </summary>
internal sealed class KeyCache
{
    // Of the senders of an organization these are nearly all that count; 8 MB at most (see KeyRecord).
    private const int RecordLimit = 1000;

    private readonly ConcurrentDictionary<string, KeyRecord> records = new(StringComparer.Ordinal);

    /// <summary>As <see cref="KeyRecord.TryParse"/>.</summary>
    public bool TryParse(string text, [NotNullWhen(true)] out KeyRecord? record)
    {
        if (records.TryGetValue(text, out record))
        {
            return true;
        }

        if (!KeyRecord.TryParse(text, out record))
        {
            return false;
        }

        // Whoever sends under a thousand domains makes the others' keys be read once more.
        if (records.Count >= RecordLimit)
        {
            records.Clear();
        }

        records[text] = record;
        return true;
    }
}
