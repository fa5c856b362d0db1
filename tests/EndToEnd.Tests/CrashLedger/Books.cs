using System.Globalization;
using Causeway.Queue.Facts;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>The three books of the ledger, held against each other: the client's, the sink's and the site's.</summary>
internal sealed class Books
{
    /// <summary>The sink may keep a message only after the site that sent it was killed.</summary>
    private static readonly TimeSpan SinkAnswers = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, (string Hash, string[] Recipients)> offered = [];
    private readonly Dictionary<string, string> answers = [];
    private readonly Dictionary<(string Name, string Recipient), List<(DateTimeOffset At, string Hash)>> kept = [];
    private readonly HashSet<string> refused = [];
    private readonly IReadOnlyList<DateTimeOffset> kills;
    private readonly SiteBook site;

    public Books(string client, string sink, SiteBook site, IReadOnlyList<DateTimeOffset> kills)
    {
        (this.site, this.kills) = (site, kills);
        foreach (var words in File.ReadLines(client).Select(line => line.Split(' ')))
        {
            if (words[1] == "offered")
            {
                offered.Add(words[2], (words[3], words[4].Split(',')));
            }
            else
            {
                answers.Add(words[2], words[1]);
            }
        }

        foreach (var words in File.ReadLines(sink).Select(line => line.Split(' ')))
        {
            EnterSink(DateTimeOffset.Parse(words[0], CultureInfo.InvariantCulture), words);
        }
    }

    public int Acknowledged => answers.Count(answer => answer.Value == "250");

    /// <summary>Recipients of whose refusal the sender was told.</summary>
    public int Bounced => offered.Sum(pair => pair.Value.Recipients.Sum(
        to => site.EndsOf(pair.Key, to).Count(end => end == Outcome.Bounced)));

    public int Repeated => kept.Values.Sum(receipts => receipts.Count - 1);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{kills.Count} kills: {offered.Count} messages offered, {Acknowledged} with 250, "
        + $"{answers.Count(answer => answer.Value == "unknown")} without an answer; {kept.Count} recipients served "
        + $"by the sink, {refused.Count} messages refused by it for good and {Bounced} recipients bounced; "
        + $"{site.CutAttempts} attempts cut, "
        + $"{Repeated} deliveries repeated; {Faults().Count()} faults");

    public IEnumerable<string> Faults()
    {
        foreach (var name in site.AcceptedTwice)
        {
            yield return $"{name} was accepted twice";
        }

        foreach (var ((name, recipient), receipts) in kept)
        {
            if (!offered.TryGetValue(name, out var message) || !message.Recipients.Contains(recipient))
            {
                yield return $"{name} for {recipient} is at the sink, and nobody sent it";
            }
            else if (receipts.Exists(receipt => receipt.Hash != message.Hash))
            {
                yield return $"{name} arrived with other octets";
            }
        }

        foreach (var fault in offered.SelectMany(pair => pair.Value.Recipients.SelectMany(to => Faults(pair.Key, to))))
        {
            yield return fault;
        }
    }

    private void EnterSink(DateTimeOffset at, string[] words)
    {
        if (words[1] == "550")
        {
            refused.Add(words[2]);
            return;
        }

        foreach (var recipient in words[4].Split(','))
        {
            kept.TryAdd((words[2], recipient), []);
            kept[(words[2], recipient)].Add((at, words[3]));
        }
    }

    private IEnumerable<string> Faults(string name, string recipient)
    {
        var answer = answers.GetValueOrDefault(name, "unknown");
        var receipts = kept.GetValueOrDefault((name, recipient)) ?? [];
        if (!site.Knows(name))
        {
            if (answer == "250" || receipts.Count > 0)
            {
                yield return $"{name} ({answer}) is not in the site's log; the sink has it {receipts.Count} times";
            }

            yield break;
        }

        if (answer is not ("250" or "unknown"))
        {
            yield return $"{name} was answered {answer}, and is in the site's log";
        }

        var ends = site.EndsOf(name, recipient);
        if (ends.Count != 1)
        {
            yield return $"{name} has {ends.Count} ends for {recipient}: {string.Join(", ", ends)}";
        }
        else if (ends[0] == Outcome.Relayed != receipts.Count > 0)
        {
            yield return $"{name} ended as {ends[0]} for {recipient}, and the sink has it {receipts.Count} times";
        }

        // The site was killed between the sink's 250 and the record of it, once for each delivery too many.
        var killed = receipts.Zip(receipts.Skip(1)).Count(
            pair => kills.Any(kill => kill >= pair.First.At - SinkAnswers && kill <= pair.Second.At));
        if (receipts.Count - 1 > Math.Min(killed, site.CutAttemptsOf(name, recipient)))
        {
            yield return $"{name} arrived {receipts.Count} times for {recipient}; {killed} of them about a kill, "
                + $"{site.CutAttemptsOf(name, recipient)} attempts cut";
        }
    }
}
