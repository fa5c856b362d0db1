using System.Collections.Immutable;
using Causeway.Dns;

namespace Causeway.Authentication.Dkim;

/// <summary>The key look-ups of one message: the same name is asked for once (RFC 6376 section 6.1.2).</summary>
internal sealed class KeyLookup(IResolver resolver, KeyCache cache)
{
    // More than one is a mistake, or a change of keys that is under way.
    private const int RecordLimit = 4;

    // RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters.
    private const int NameLimit = 253;

    private readonly Dictionary<string, Task<KeyAnswer>> answers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Asks for SELECTOR._domainkey.DOMAIN; to be called by one thread, awaited by any.</summary>
    public Task<KeyAnswer> FindAsync(string selector, string domain, CancellationToken cancellationToken)
    {
        var name = $"{selector}._domainkey.{domain}";
        if (!answers.TryGetValue(name, out var answer))
        {
            answers.Add(name, answer = AskAsync(name, cancellationToken));
        }

        return answer;
    }

    private async Task<KeyAnswer> AskAsync(string name, CancellationToken cancellationToken)
    {
        if (name.Length > NameLimit)
        {
            return new KeyAnswer(KeyStatus.None, []);
        }

        var answer = await resolver.TxtAsync(name, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            DnsStatus.Found => Read(answer.Records),
            DnsStatus.TemporaryFault => new KeyAnswer(KeyStatus.TempError, []),
            _ => new KeyAnswer(KeyStatus.None, []),
        };
    }

    private KeyAnswer Read(IReadOnlyList<string> texts)
    {
        var records = ImmutableArray.CreateBuilder<KeyRecord>();
        foreach (var text in texts)
        {
            if (records.Count < RecordLimit && cache.TryParse(text, out var record))
            {
                records.Add(record);
            }
        }

        return new KeyAnswer(records.Count > 0 ? KeyStatus.Found : KeyStatus.Broken, records.ToImmutable());
    }
}
