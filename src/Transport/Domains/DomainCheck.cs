using System.Collections.Immutable;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Directories;
using Causeway.Dns;

namespace Causeway.Transport.Domains;

/// <summary>
/// Looks for the token of a domain where its owner may have published it: a TXT record of the domain, an MX record of
/// it, a file on its web site. Says of each place what was found there.
/// </summary>
/// <param name="asked">Who answers for DNS, as a person calls it.</param>
public sealed class DomainCheck(IResolver resolver, IDomainFiles files, string asked)
{
    // A stranger's zone may hold any number; so many tell what is wrong.
    private const int MostShown = 10;

    /// <param name="others">The tokens of the organization's other domains, for who mixed them up.</param>
    /// <param name="isThorough">True where a person waits for the answer: wrong places are looked at too.</param>
    public async ValueTask<DomainFinding> LookAsync(
        DomainToken token, IReadOnlyList<DomainToken> others, bool isThorough, CancellationToken ct)
    {
        var looks = ImmutableArray.CreateBuilder<DomainLook>();
        looks.Add(await TxtAsync(token, others, ct).ConfigureAwait(false));
        if (Found(looks) is { } txt)
        {
            return txt;
        }

        looks.Add(await MxAsync(token, ct).ConfigureAwait(false));
        looks.Add(await FileAsync(token, others, ct).ConfigureAwait(false));
        if (Found(looks) is null && isThorough)
        {
            await AddWrongPlacesAsync(token, looks, ct).ConfigureAwait(false);
        }

        return Found(looks) ?? new DomainFinding(null, looks.ToImmutable());
    }

    private static DomainFinding? Found(ImmutableArray<DomainLook>.Builder looks) =>
        looks.FirstOrDefault(look => look.Verdict == LookVerdict.Proof) is { } proof
            ? new DomainFinding(proof.Kind, looks.ToImmutable()) : null;

    private async ValueTask<DomainLook> TxtAsync(
        DomainToken token, IReadOnlyList<DomainToken> others, CancellationToken ct)
    {
        var name = token.Domain.Value;
        var answer = await resolver.TxtAsync(name, ct).ConfigureAwait(false);
        if (!answer.IsFound)
        {
            return Nothing(answer, ProofSource.Txt, $"TXT {name}", "TXT record", name);
        }

        if (answer.Records.Any(text => TokenText.Is(text, token)))
        {
            return new DomainLook(ProofSource.Txt, $"TXT {name}", LookVerdict.Proof, $"{token.Text} is there");
        }

        var misses = answer.Records.Select(text => TokenText.NearMiss(text, token, others)).OfType<string>()
            .Take(MostShown).ToList();
        var rest = string.Join(", ", answer.Records.Take(MostShown).Select(TokenText.Shown));
        return new DomainLook(
            ProofSource.Txt, $"TXT {name}", misses.Count > 0 ? LookVerdict.NearMiss : LookVerdict.NoProof,
            misses.Count > 0 ? $"{string.Join("; ", misses)}{Again(answer.TimeToLive)}"
                : $"{asked} knows {answer.Records.Count} others: {rest}{Again(answer.TimeToLive)}");
    }

    private async ValueTask<DomainLook> MxAsync(DomainToken token, CancellationToken ct)
    {
        var name = token.Domain.Value;
        var where = $"MX {name}";
        var answer = await resolver.MxAsync(token.Domain, ct).ConfigureAwait(false);
        if (!answer.IsFound)
        {
            return Nothing(answer, ProofSource.Mx, where, "MX record", name);
        }

        if (answer.Records.FirstOrDefault(record => record.Exchange == token.MxHost) is { } proof)
        {
            var takesMail = answer.Records.Count > 1
                && answer.Records.All(record => record.Preference >= proof.Preference);
            return new DomainLook(ProofSource.Mx, where, LookVerdict.Proof, takesMail
                ? $"{token.MxHost} is there; give it the highest number of all, so that no mail is tried there"
                : $"{token.MxHost} is there");
        }

        var hosts = answer.Records.Select(record => record.Exchange).ToList();
        var miss = hosts.Find(host => host.StartsWith($"{token.MxHost}.", StringComparison.OrdinalIgnoreCase))
                is { } ours
                ? $"{TokenText.Shown(ours)} has the domain behind it; end the host with a dot where it is written"
            : hosts.Find(host => DomainToken.CodeOfHost(host) is not null) is { } another
                ? $"{TokenText.Shown(another)} is the token of another domain or organization"
            : null;
        return new DomainLook(
            ProofSource.Mx, where, miss is null ? LookVerdict.NoProof : LookVerdict.NearMiss,
            miss ?? $"{asked} knows {string.Join(", ", hosts.Take(MostShown).Select(TokenText.Shown))}");
    }

    private async ValueTask<DomainLook> FileAsync(
        DomainToken token, IReadOnlyList<DomainToken> others, CancellationToken ct)
    {
        var where = $"http://{token.Domain}{DomainToken.FilePath}";
        var file = await files.FetchAsync(token.Domain, ct).ConfigureAwait(false);
        if (file.Text is not { } text)
        {
            return new DomainLook(
                ProofSource.File, where, file.IsFault ? LookVerdict.Fault : LookVerdict.NoProof, file.Why ?? "");
        }

        if (TokenText.Is(text, token))
        {
            return new DomainLook(ProofSource.File, where, LookVerdict.Proof, $"{token.Text} is there");
        }

        var miss = TokenText.NearMiss(text, token, others);
        return new DomainLook(
            ProofSource.File, where, miss is null ? LookVerdict.NoProof : LookVerdict.NearMiss,
            miss ?? $"there is {TokenText.Shown(text)}");
    }

    // Where people write it whose forms add the domain, or who think of another record.
    private async ValueTask AddWrongPlacesAsync(
        DomainToken token, ImmutableArray<DomainLook>.Builder looks, CancellationToken ct)
    {
        foreach (var label in (string[])["_causeway", "causeway-verification", token.Code, "www", token.Domain.Value])
        {
            if (!DomainName.TryParse($"{label}.{token.Domain}", out var name))
            {
                continue;
            }

            var answer = await resolver.TxtAsync(name.Value, ct).ConfigureAwait(false);
            if (answer.IsFound && answer.Records.Any(text => TokenText.Is(text, token)))
            {
                looks.Add(new DomainLook(
                    ProofSource.Txt, $"TXT {name}", LookVerdict.NearMiss,
                    $"the token stands at {name} and belongs at {token.Domain} itself: leave the name of the host "
                    + $"empty, or write @{Again(answer.TimeToLive)}"));
            }
        }
    }

    private DomainLook Nothing<T>(DnsAnswer<T> answer, ProofSource kind, string where, string record, string name) =>
        answer.Status switch
        {
            DnsStatus.NoSuchName => new DomainLook(
                kind, where, LookVerdict.NoProof,
                $"{asked} says that {name} does not exist (NXDOMAIN){Again(answer.TimeToLive)}"),
            DnsStatus.NoData => new DomainLook(
                kind, where, LookVerdict.NoProof,
                $"{asked} says that {name} has no {record}{Again(answer.TimeToLive)}"),
            _ => new DomainLook(
                kind, where, LookVerdict.Fault,
                $"{asked} gave no answer in time, or none that can be used: that says nothing of the record"),
        };

    // RFC 2308 section 5: that there is no record is remembered, too, for as long as the zone says.
    private static string Again(TimeSpan timeToLive) => timeToLive <= TimeSpan.Zero
        ? ""
        : $"; that may be remembered for {Durations.Print(timeToLive)}, a change shows after it at the latest";
}
