using System.Collections.Immutable;
using Causeway.Dns;

namespace Causeway.Authentication.Dmarc;

/// <summary>Walks for one message, and asks each name once.</summary>
internal sealed class TreeWalker(IResolver resolver)
{
    private readonly Dictionary<string, DnsAnswer<string>> answers = new(StringComparer.Ordinal);

    public async ValueTask<TreeWalk> WalkAsync(string start, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<FoundRecord>();
        foreach (var name in TreeWalk.Names(start))
        {
            var answer = await AskAsync(name, cancellationToken).ConfigureAwait(false);
            if (answer.Status == DnsStatus.TemporaryFault)
            {
                return new TreeWalk(start, found.ToImmutable(), IsWhole: false);
            }

            // RFC 9989 section 4.10 steps 2 and 6: of several records none counts; psd=y and psd=n end the walk.
            if (Only(answer.Records) is { } record)
            {
                found.Add(new FoundRecord(name, record));
                if (record.Suffix != PublicSuffix.Unknown)
                {
                    break;
                }
            }
        }

        return new TreeWalk(start, found.ToImmutable(), IsWhole: true);
    }

    private static DmarcRecord? Only(IReadOnlyList<string> texts)
    {
        DmarcRecord? only = null;
        foreach (var text in texts)
        {
            if (DmarcRecord.TryParse(text, out var record))
            {
                if (only is not null)
                {
                    return null;
                }

                only = record;
            }
        }

        return only;
    }

    private async ValueTask<DnsAnswer<string>> AskAsync(string domain, CancellationToken cancellationToken)
    {
        if (!answers.TryGetValue(domain, out var answer))
        {
            answer = await resolver.TxtAsync($"_dmarc.{domain}", cancellationToken).ConfigureAwait(false);
            answers[domain] = answer;
        }

        return answer;
    }
}
