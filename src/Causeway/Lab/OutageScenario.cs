using Causeway.CommandLine;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Lab;

/// <summary>Who writes to whom.</summary>
internal sealed record Letter(string From, string To);

/// <summary>
/// Stops one site. Mail that needs it waits at its neighbours, all other mail flows meanwhile; when it is back, what
/// waited goes, the oldest started first, and each message arrives once.
/// </summary>
internal sealed class OutageScenario(string down, string title, Letter[] waiting, Letter[] flowing)
    : Scenario($"{down}-down", title)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public override bool TellsObserved => true;

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var site = SiteName.Parse(down);
        var start = lab.Facts.Count;
        var late = Write(lab, waiting);
        var prompt = Write(lab, flowing);
        string? fault;
        int back;
        await lab.StopAsync(site).ConfigureAwait(false);
        try
        {
            fault = await SendAsync(lab, late, ct).ConfigureAwait(false)
                ?? await SendAsync(lab, prompt, ct).ConfigureAwait(false);
            await lab.Facts.WaitAsync(
                start, facts => prompt.TrueForAll(one => one.IsDone(facts)) && IsDeferred(facts, late), Longest,
                ct).ConfigureAwait(false);
            var meanwhile = lab.Facts.Since(start);
            fault ??= await FaultAsync(lab, prompt, meanwhile, ct).ConfigureAwait(false)
                ?? (!IsDeferred(meanwhile, late) ? "nothing was tried meanwhile" : null)
                ?? (late.Exists(one => one.IsDone(meanwhile)) ? "a message arrived without the site" : null);
            back = meanwhile.Count;
        }
        finally
        {
            await lab.StartAsync(site, ct).ConfigureAwait(false);
        }

        await lab.Facts.WaitAsync(start, facts => late.TrueForAll(one => one.IsDone(facts)), Longest, ct)
            .ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        fault ??= await FaultAsync(lab, late, facts, ct).ConfigureAwait(false) ?? OrderFault(facts, late, back);
        return new ScenarioJson(
            Id, fault is null, Say(late, prompt), fault ?? Say(late, prompt), late[0].TraceId(facts),
            late.Concat(prompt).SelectMany(one => one.Observed(facts)));
    }

    private List<SentMessage> Write(LabSystem lab, Letter[] letters) =>
        [.. letters.Select(letter => new SentMessage(lab, Title, letter.From, null, letter.To))];

    private static async Task<string?> SendAsync(LabSystem lab, List<SentMessage> messages, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            if (await message.SendAsync(lab, ct).ConfigureAwait(false) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static async Task<string?> FaultAsync(
        LabSystem lab, List<SentMessage> messages, IReadOnlyList<SiteFact> facts, CancellationToken ct)
    {
        foreach (var message in messages)
        {
            if (await message.FaultAsync(lab, facts, ct).ConfigureAwait(false) is { } fault)
            {
                return $"{SentMessage.Say(message.Ends)}: {fault}";
            }
        }

        return null;
    }

    // At each site that keeps some of it, as often as it takes to know that the next hop is down.
    private static bool IsDeferred(IReadOnlyList<SiteFact> facts, List<SentMessage> late)
    {
        var kept = late.SelectMany(one => one.Accepted(facts)).ToLookup(one => one.Site, one => one.Message.Id)
            .Select(site => (Messages: site.Count(), Deferrals: facts.Count(fact => IsDeferral(fact, site))))
            .Where(site => site.Deferrals > 0).ToList();
        return kept.Count > 0 && kept.TrueForAll(site => site.Deferrals >= Math.Min(2, site.Messages));
    }

    private static bool IsDeferral(SiteFact fact, IGrouping<SiteName, string> kept) =>
        fact.Fact is Ended end && fact.Site == kept.Key && kept.Contains(end.Id)
        && end.Results.Any(result => result.Outcome == Outcome.Deferred);

    // At each site, of what it had accepted before the other was back, the attempts that succeeded stand in the log in
    // the order in which the messages came.
    private static string? OrderFault(IReadOnlyList<SiteFact> facts, List<SentMessage> late, int back)
    {
        var accepted = late.SelectMany(one => one.Accepted(facts)).Where(one => one.Index < back)
            .OrderBy(one => one.Message.At).ThenBy(one => one.Message.Id, StringComparer.Ordinal);
        foreach (var site in accepted.GroupBy(one => one.Site))
        {
            var started = site.Select(one => facts.Index().Last(fact => fact.Item.Site == site.Key
                && fact.Item.Fact is Attempted attempt && attempt.Id == one.Message.Id).Index);
            if (!started.SequenceEqual(started.Order()))
            {
                return $"{site.Key} did not start the oldest first";
            }
        }

        return null;
    }

    private string Say(List<SentMessage> late, List<SentMessage> prompt) =>
        $"without {down} arrived: {Count(prompt)}; "
        + $"with {down} again arrived, oldest first and once each: {Count(late)}";

    private static string Count(List<SentMessage> messages) => string.Join(", ", messages
        .SelectMany(message => message.Ends).CountBy(end => $"{end.Recipient} at {end.Site}")
        .Select(end => end.Value == 1 ? end.Key : $"{end.Key} ({end.Value})"));
}
