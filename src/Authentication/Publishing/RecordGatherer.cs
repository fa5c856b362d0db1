using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Dns;

namespace Causeway.Authentication.Publishing;

/// <summary>Asks one source for all that a plan of DNS wants to know.</summary>
/// <param name="source">What people call it, such as <c>127.0.0.53:2053</c>.</param>
/// <param name="knows">Which names the source must have; null where it asks all of DNS.</param>
public sealed class RecordGatherer(IResolver resolver, string source, Func<string, bool>? knows)
{
    private const int QuestionsAtOnce = 8;

    // Names that strangers chose: a host of an MX, a name of an address.
    private const int MostNamesOfAnAnswer = 16;

    private readonly ConcurrentDictionary<RecordQuestion, FoundRecords> answers = new();

    public async Task<PublishedRecords> GatherAsync(DnsPlan plan, CancellationToken cancellationToken)
    {
        var reverse = plan.Senders.Select(sender => sender.Network.BaseAddress).Distinct()
            .ToDictionary(ReverseName.Of, StringComparer.Ordinal);
        var wanted = plan.Records.Where(record => record.Weight != RecordWeight.Prepared)
            .Select(record => new RecordQuestion(record.AskedName, record.Type));
        await AskAsync(wanted, reverse, cancellationToken).ConfigureAwait(false);

        // Where the MX leads, and whether the name of an address leads back.
        var hosts = Hosts(RecordType.Mx, mx => mx[(mx.IndexOf(' ', StringComparison.Ordinal) + 1)..]).ToList();
        var named = hosts.Concat(Hosts(RecordType.Reverse, name => name));
        await AskAsync(
            named.SelectMany(host => new[] { RecordType.A, RecordType.Aaaa }
                .Select(type => new RecordQuestion(host, type)))
                .Concat(hosts.Select(host => new RecordQuestion(host, RecordType.Cname))),
            reverse, cancellationToken).ConfigureAwait(false);

        // Where nobody answers, SPF would only wait for the same.
        var isAnswered = answers.Values.Any(answer => answer.Status is FoundStatus.Found or FoundStatus.Nothing);
        var probes = isAnswered
            ? await new SpfProbes(resolver).ProbeAsync(plan, cancellationToken).ConfigureAwait(false)
            : [];
        return new PublishedRecords(source, answers.ToImmutableDictionary(), probes) { IsWhole = knows is null };
    }

    private IEnumerable<string> Hosts(RecordType type, Func<string, string> host) =>
        answers.Where(answer => answer.Key.Type == type)
            .SelectMany(answer => answer.Value.Values.Take(MostNamesOfAnAnswer)).Select(host)
            .Where(name => name.Length > 0);

    private Task AskAsync(
        IEnumerable<RecordQuestion> questions, Dictionary<string, IPAddress> reverse,
        CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            questions.Distinct().Where(question => !answers.ContainsKey(question)),
            new ParallelOptions { MaxDegreeOfParallelism = QuestionsAtOnce, CancellationToken = cancellationToken },
            async (question, ct) => answers[question] = await AskAsync(question, reverse, ct).ConfigureAwait(false));

    private async ValueTask<FoundRecords> AskAsync(
        RecordQuestion question, Dictionary<string, IPAddress> reverse, CancellationToken cancellationToken)
    {
        if (knows?.Invoke(question.Name) == false)
        {
            return FoundRecords.Elsewhere;
        }

        switch (question.Type)
        {
            case RecordType.A:
                return Found(await resolver.AddressesAsync(
                    question.Name, AddressFamily.InterNetwork, cancellationToken).ConfigureAwait(false));
            case RecordType.Aaaa:
                return Found(await resolver.AddressesAsync(
                    question.Name, AddressFamily.InterNetworkV6, cancellationToken).ConfigureAwait(false));
            case RecordType.Mx when DomainName.TryParse(question.Name, out var domain):
                return Found(await resolver.MxAsync(domain, cancellationToken).ConfigureAwait(false), Words);
            case RecordType.Txt:
                return Found(await resolver.TxtAsync(question.Name, cancellationToken).ConfigureAwait(false));
            case RecordType.Cname:
                return Found(await resolver.CnameAsync(question.Name, cancellationToken).ConfigureAwait(false));
            case RecordType.Reverse when reverse.TryGetValue(question.Name, out var address):
                return Found(await resolver.PtrAsync(address, cancellationToken).ConfigureAwait(false));
            case RecordType.Tlsa:
                return Found(await resolver.TlsaAsync(question.Name, cancellationToken).ConfigureAwait(false));
            default:
                return FoundRecords.NotAnswered;
        }
    }

    private static string Words(MxRecord mx) =>
        string.Create(CultureInfo.InvariantCulture, $"{mx.Preference} {mx.Exchange}");

    private static FoundRecords Found<T>(DnsAnswer<T> answer)
        where T : class => Found(answer, record => record.ToString() ?? "");

    // Sorted as a zone would list them: an MX by its preference, which comes first in its text.
    private static FoundRecords Found<T>(DnsAnswer<T> answer, Func<T, string> words) => answer.Status switch
    {
        DnsStatus.Found => new FoundRecords(
            FoundStatus.Found,
            [.. answer.Records.OrderBy(record => (record as MxRecord)?.Preference ?? 0)
                .ThenBy(words, StringComparer.Ordinal).Select(words)],
            answer.TimeToLive),
        DnsStatus.TemporaryFault => FoundRecords.NotAnswered,
        _ => FoundRecords.Nothing,
    };
}
