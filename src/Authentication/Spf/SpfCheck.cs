using System.Net;
using System.Net.Sockets;
using Causeway.Core.Publishing;
using Causeway.Dns;

namespace Causeway.Authentication.Spf;

/// <summary>One check, with its counts: check_host() and all that it calls itself for (RFC 7208 section 4).</summary>
internal sealed class SpfCheck(IResolver resolver, SpfQuestion question, MacroValues macros)
{
    // RFC 7208 section 4.6.4, all three. Of a client's names the first ten count; ten MX records are all that may be.
    private const int MostLookups = 10;
    private const int MostVoidLookups = 2;
    private const int MostNames = 10;

    // RFC 5321 section 4.5.3.1.5: a reply line has 512 octets, and the reply needs some for its own words.
    private const int LongestExplanation = 400;

    private List<string>? names;

    // What DNS said of the client, until a term that is void by it was counted.
    private DnsAnswer<string>? pointers;

    public int Lookups { get; private set; }

    public int VoidLookups { get; private set; }

    /// <summary>Judges by the record of a domain.</summary>
    public async ValueTask<SpfOutcome> CheckHostAsync(string domain, CancellationToken ct)
    {
        if (!TargetName.IsDomain(domain))
        {
            return new SpfOutcome(SpfResult.None, domain, "There is no domain name of two labels or more to ask.");
        }

        var answer = await resolver.TxtAsync(domain, ct).ConfigureAwait(false);
        if (answer.Status == DnsStatus.TemporaryFault)
        {
            return new SpfOutcome(SpfResult.TempError, domain, Unanswered(domain, "TXT"));
        }

        var records = answer.Records.Where(SpfText.IsSpf).ToList();
        if (records.Count != 1)
        {
            return records.Count == 0
                ? new SpfOutcome(SpfResult.None, domain, $"{domain} has no record of SPF.")
                : new SpfOutcome(SpfResult.PermError, domain, $"{domain} has {records.Count} records of SPF.");
        }

        return SpfRecord.TryParse(records[0], out var record, out var fault)
            ? await EvaluateAsync(record, domain, ct).ConfigureAwait(false)
            : new SpfOutcome(SpfResult.PermError, domain, $"In the record of {domain}: {fault}");
    }

    /// <summary>What the domain that said fail has to say of it (RFC 7208 section 6.2); null for nothing.</summary>
    public async ValueTask<string?> ExplainAsync(SpfOutcome outcome, CancellationToken ct)
    {
        if (outcome.Explanation is not { } spec)
        {
            return null;
        }

        // What is asked here is counted nowhere: the result stands.
        var name = macros.NameOf(spec, outcome.Domain, await NameAsync(spec, outcome.Domain, ct).ConfigureAwait(false));
        var answer = TargetName.IsName(name) ? await resolver.TxtAsync(name, ct).ConfigureAwait(false) : null;
        if (answer?.Records is not [var written] || !MacroString.TryParseExplanation(written, out var explanation))
        {
            return null;
        }

        var clientName = await NameAsync(explanation, outcome.Domain, ct).ConfigureAwait(false);
        var text = macros.TextOf(explanation, outcome.Domain, clientName, LongestExplanation);
        return text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? null : text;
    }

    private static string Unanswered(string name, string type) => $"DNS gave no answer for the {type} of {name}.";

    private async ValueTask<SpfOutcome> EvaluateAsync(SpfRecord record, string domain, CancellationToken ct)
    {
        foreach (var term in record.Mechanisms)
        {
            var match = await MatchAsync(term, domain, ct).ConfigureAwait(false);
            if (match.IsMatch || match.Error is not null)
            {
                var reason = $"{term} of {domain}{(match.Reason is null ? "." : $": {match.Reason}")}";
                return new SpfOutcome(match.Error ?? ResultOf(term.Qualifier), domain, reason)
                {
                    Term = term, Explanation = record.Explanation?.Spec,
                };
            }
        }

        return record.Redirect is { } redirect
            ? await RedirectAsync(redirect, domain, ct).ConfigureAwait(false)
            : new SpfOutcome(SpfResult.Neutral, domain, $"Nothing in the record of {domain} matches.");
    }

    private static SpfResult ResultOf(SpfQualifier qualifier) => qualifier switch
    {
        SpfQualifier.Pass => SpfResult.Pass,
        SpfQualifier.Fail => SpfResult.Fail,
        SpfQualifier.SoftFail => SpfResult.SoftFail,
        _ => SpfResult.Neutral,
    };

    // RFC 7208 section 6.1: the other record takes the place of this one; that it is missing is an error of this one.
    private async ValueTask<SpfOutcome> RedirectAsync(SpfTerm term, string domain, CancellationToken ct)
    {
        var (target, fault) = await TargetAsync(term, domain, ct).ConfigureAwait(false);
        if (fault.Error is { } error)
        {
            return new SpfOutcome(error, domain, $"{term} of {domain}: {fault.Reason}") { Term = term };
        }

        var outcome = await CheckHostAsync(target, ct).ConfigureAwait(false);
        return outcome.Result == SpfResult.None
            ? new SpfOutcome(SpfResult.PermError, domain, $"{term} of {domain}: {outcome.Reason}") { Term = term }
            : outcome;
    }

    private async ValueTask<TermMatch> MatchAsync(SpfTerm term, string domain, CancellationToken ct)
    {
        if (!term.AsksDns)
        {
            return TermMatch.Of(term.Network?.Contains(question.Client) ?? true);
        }

        var (target, fault) = await TargetAsync(term, domain, ct).ConfigureAwait(false);
        if (fault.Error is not null)
        {
            return fault;
        }

        if (term.Kind == SpfTermKind.Include)
        {
            return await IncludeAsync(target, ct).ConfigureAwait(false);
        }

        // RFC 7208 section 4.8 leaves open what a name means that DNS cannot have: here nothing is there.
        return !TargetName.IsName(target) ? TermMatch.No : term.Kind switch
        {
            SpfTermKind.Exists => await ExistsAsync(target, ct).ConfigureAwait(false),
            SpfTermKind.Ptr => await PtrAsync(target, ct).ConfigureAwait(false),
            SpfTermKind.Mx => await MxAsync(term, target, ct).ConfigureAwait(false),
            _ => await HostAsync(term, target, ct).ConfigureAwait(false),
        };
    }

    /// <summary>Counts a term that asks DNS, and makes the name that it speaks of.</summary>
    private async ValueTask<(string Target, TermMatch Fault)> TargetAsync(
        SpfTerm term, string domain, CancellationToken ct)
    {
        // RFC 7208 section 4.6.4: the question for the name of the client is one of the ten as well.
        var asksForName = term.Spec is { UsesNames: true } && names is null;
        if (Lookups + (asksForName ? 2 : 1) > MostLookups)
        {
            return ("", TermMatch.Permanent($"More than {MostLookups} terms ask DNS."));
        }

        Lookups += asksForName ? 2 : 1;
        return (term.Spec is { } spec
            ? macros.NameOf(spec, domain, await NameAsync(spec, domain, ct).ConfigureAwait(false))
            : domain, TermMatch.No);
    }

    // The table of RFC 7208 section 5.2. A record that is not there ends the check, so that nothing is left to count.
    private async ValueTask<TermMatch> IncludeAsync(string target, CancellationToken ct)
    {
        var outcome = await CheckHostAsync(target, ct).ConfigureAwait(false);
        return outcome.Result switch
        {
            SpfResult.Pass => new TermMatch(true, null, outcome.Reason),
            SpfResult.Fail or SpfResult.SoftFail or SpfResult.Neutral => TermMatch.No,
            SpfResult.TempError => TermMatch.Temporary(outcome.Reason),
            _ => TermMatch.Permanent(outcome.Reason),
        };
    }

    private async ValueTask<TermMatch> HostAsync(SpfTerm term, string host, CancellationToken ct)
    {
        var answer = await resolver.AddressesAsync(host, question.Family, ct).ConfigureAwait(false);
        return JudgeAddresses(answer, host, term);
    }

    private TermMatch JudgeAddresses(DnsAnswer<IPAddress> answer, string host, SpfTerm term) =>
        Judge(answer, host, "addresses", address => Network(address, term).Contains(question.Client));

    private static IPNetwork Network(IPAddress address, SpfTerm term) => SpfTermReader.NetworkOf(
        address, address.GetAddressBytes().Length == 4 ? term.PrefixLength4 : term.PrefixLength6);

    // RFC 7208 section 5.7: A records, whatever the address of the client is.
    private async ValueTask<TermMatch> ExistsAsync(string target, CancellationToken ct)
    {
        var answer = await resolver.AddressesAsync(target, AddressFamily.InterNetwork, ct).ConfigureAwait(false);
        return Judge(answer, target, "A", _ => true);
    }

    private async ValueTask<TermMatch> MxAsync(SpfTerm term, string target, CancellationToken ct)
    {
        var answer = await resolver.MxAsync(target, ct).ConfigureAwait(false);
        if (answer.Records.Count > MostNames)
        {
            return TermMatch.Permanent($"{target} has more than {MostNames} MX records.");
        }

        var match = Judge(answer, target, "MX", _ => false);
        foreach (var host in answer.Records.Select(record => record.Exchange).Where(TargetName.IsName))
        {
            if (match.IsMatch || match.Error is not null)
            {
                break;
            }

            // RFC 7208 section 4.6.4 counts terms that find nothing. A mail host that is there, without an address of
            // the client's family, is no such term: who has three for IPv4 alone may still send by IPv6.
            var addresses = await resolver.AddressesAsync(host, question.Family, ct).ConfigureAwait(false);
            match = addresses.Status == DnsStatus.NoData ? TermMatch.No : JudgeAddresses(addresses, host, term);
        }

        return match;
    }

    // RFC 7208 section 5.5.
    private async ValueTask<TermMatch> PtrAsync(string target, CancellationToken ct)
    {
        var found = await FindNamesAsync(ct).ConfigureAwait(false);

        // Where DNS gives no answer, no name is found, and the check goes on.
        var match = pointers is null or { Status: DnsStatus.TemporaryFault }
            ? TermMatch.No : Judge(pointers, question.Client.ToString(), "PTR", _ => false);
        pointers = null;
        return match.Error is null
            ? TermMatch.Of(found.Exists(name => TargetName.IsAtOrBelow(name, target)))
            : match;
    }

    private TermMatch Judge<T>(DnsAnswer<T> answer, string name, string type, Func<T, bool> matches) =>
        answer.Status switch
        {
            DnsStatus.Found => TermMatch.Of(answer.Records.Any(matches)),
            DnsStatus.TemporaryFault => TermMatch.Temporary(Unanswered(name, type)),
            _ when VoidLookups == MostVoidLookups =>
                TermMatch.Permanent(
                    $"More than {MostVoidLookups} look-ups find nothing, the last for the {type} of {name}."),
            _ => CountVoid(),
        };

    private TermMatch CountVoid()
    {
        VoidLookups++;
        return TermMatch.No;
    }

    /// <summary>What <c>%{p}</c> stands for, if the text has it (RFC 7208 section 7.3).</summary>
    private async ValueTask<string> NameAsync(MacroString text, string domain, CancellationToken ct)
    {
        if (!text.UsesNames)
        {
            return "";
        }

        var found = await FindNamesAsync(ct).ConfigureAwait(false);
        return found.Find(name => name.Equals(domain, StringComparison.OrdinalIgnoreCase))
            ?? found.Find(name => TargetName.IsAtOrBelow(name, domain)) ?? found.FirstOrDefault() ?? "unknown";
    }

    /// <summary>The names of the client that lead back to it, looked up once in a check.</summary>
    private async ValueTask<List<string>> FindNamesAsync(CancellationToken ct)
    {
        if (names is not null)
        {
            return names;
        }

        var found = new List<string>();
        pointers = await resolver.PtrAsync(question.Client, ct).ConfigureAwait(false);
        foreach (var name in pointers.Records.Take(MostNames).Select(TargetName.WithoutFinalDot)
            .Where(TargetName.IsName))
        {
            // Not counted as void: these names are the client's, who must not turn a fail into a permerror by them.
            var addresses = await resolver.AddressesAsync(name, question.Family, ct).ConfigureAwait(false);
            if (addresses.Records.Contains(question.Client))
            {
                found.Add(name);
            }
        }

        return names = found;
    }
}
