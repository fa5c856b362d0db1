using System.Collections.Immutable;
using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Lab;

/// <summary>
/// Sends a real message and compares what the sites then did, hop by hop, with what `explain` says of it; the octets in
/// each mailbox must end with the octets that were sent.
/// </summary>
internal sealed class MessageScenario(string id, string title, string from, params string[] to) : Scenario(id, title)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var sender = EmailAddress.Parse(from);
        var recipients = to.Select(EmailAddress.Parse).ToImmutableArray();
        var expected = Expect(lab, sender, recipients);
        var message = LabMessage.Make(sender, recipients, Title);
        var start = lab.Facts.Count;
        var refusal = await LabClient.SendAsync(lab, sender, recipients, message, ct).ConfigureAwait(false);
        var ends = expected.Where(hop => hop.Action == "deliver").ToList();
        if (refusal is null)
        {
            await lab.Facts.WaitAsync(
                start, facts => ends.TrueForAll(end => Delivered(facts, message.Id, end) > 0), Longest, ct)
                .ConfigureAwait(false);
        }

        var facts = lab.Facts.Since(start);
        var observed = Observe(facts, message.Id);
        var fault = refusal
            ?? await FaultAsync(lab, facts, message, expected, observed, ends, ct).ConfigureAwait(false);
        return new ScenarioJson(
            Id, fault is null, Say(ends), fault ?? Say(observed.Where(hop => hop.Action == "deliver")),
            Accepted(facts, message.Id).Select(pair => pair.Message.TraceId).FirstOrDefault(), observed);
    }

    private static List<HopJson> Expect(LabSystem lab, EmailAddress sender, ImmutableArray<EmailAddress> recipients)
    {
        var snapshot = new Snapshot(lab.Topology.Organization, lab.Topology.Recipients);
        var hops = new List<HopJson>();
        foreach (var recipient in recipients)
        {
            var path = Explanation.Explain(snapshot, new ReversePath(sender), recipient, null)!;
            hops.AddRange(path.Steps.Select(HopJson.Of));
            hops.AddRange(path.Departures.Select(step => new HopJson(
                lab.OutsideSite.Value, null, "deliver", step.Hop.Recipient.ToString(), null, null, "1",
                "The mailbox is here.")));
        }

        return hops;
    }

    private static List<HopJson> Observe(IReadOnlyList<SiteFact> facts, string messageId) =>
        [.. Accepted(facts, messageId).SelectMany(pair => pair.Message.Hops.Select(hop => new HopJson(
            pair.Site.Value, pair.Message.Peer.Site ?? (pair.Message.Peer.User is null ? null : "submission"),
            hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason)))];

    private static IEnumerable<(SiteName Site, Accepted Message)> Accepted(
        IEnumerable<SiteFact> facts, string messageId) =>
        facts.Where(fact => fact.Fact is Accepted message && message.MessageId == messageId)
            .Select(fact => (fact.Site, (Accepted)fact.Fact));

    private static int Delivered(IReadOnlyList<SiteFact> facts, string messageId, HopJson end)
    {
        var ids = Accepted(facts, messageId).Where(pair => pair.Site.Value == end.Site)
            .Select(pair => pair.Message.Id).ToHashSet();
        return facts.Where(fact => fact.Site.Value == end.Site).Select(fact => fact.Fact).OfType<Ended>()
            .Where(ended => ids.Contains(ended.Id)).SelectMany(ended => ended.Results)
            .Count(result => result.Outcome == Outcome.Delivered && result.Recipient == end.Recipient);
    }

    private static async Task<string?> FaultAsync(
        LabSystem lab, IReadOnlyList<SiteFact> facts, LabMessage message, List<HopJson> expected,
        List<HopJson> observed, List<HopJson> ends, CancellationToken ct)
    {
        var missing = Keys(expected).Except(Keys(observed)).ToList();
        var surplus = Keys(observed).Except(Keys(expected)).ToList();
        if (missing.Count + surplus.Count > 0 || observed.Count != expected.Count)
        {
            return $"other hops than explained: missing {Join(missing)}; surplus {Join(surplus)}";
        }

        foreach (var end in ends)
        {
            var times = Delivered(facts, message.Id, end);
            if (times != 1)
            {
                return $"delivered {times} times to {end.Recipient} at {end.Site}";
            }

            if (!await HasOctetsAsync(lab, message, end, ct).ConfigureAwait(false))
            {
                return $"other octets in the mailbox of {end.Recipient} at {end.Site}";
            }
        }

        return null;
    }

    private static async Task<bool> HasOctetsAsync(LabSystem lab, LabMessage message, HopJson end, CancellationToken ct)
    {
        var folder = lab.Folder.Site(end.Site);
        var mailbox = EmailAddress.Parse(end.Recipient);
        var stored = (await folder.ListAsync(mailbox, ct).ConfigureAwait(false))
            .Where(one => one.MessageId == message.Id).ToList();
        return stored.Count == 1
            && await folder.ReadAsync(mailbox, stored[0].Id, ct).ConfigureAwait(false) is { } octets
            && octets.AsSpan().EndsWith(message.Octets.Span);
    }

    private static IEnumerable<string> Keys(IEnumerable<HopJson> hops) => hops.Select(hop =>
        $"{hop.Site} ({hop.AttributedTo ?? "nobody"}) {hop.Action} {hop.Recipient}"
        + $"{(hop.Next is null ? "" : " -> " + hop.Next)}");

    private static string Join(List<string> keys) => keys.Count == 0 ? "none" : string.Join(", ", keys);

    private static string Say(IEnumerable<HopJson> ends) =>
        string.Join(", ", ends.Select(end => $"{end.Recipient} at {end.Site}").Order(StringComparer.Ordinal));
}
