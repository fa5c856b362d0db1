using System.Collections.Immutable;
using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Lab;

/// <summary>A message of the lab: what `explain` says of it, and what became of it by the logs of the sites.</summary>
internal sealed class SentMessage
{
    private readonly SiteName outside;
    private readonly EmailAddress sender;
    private readonly ImmutableArray<EmailAddress> recipients;
    private readonly LabMessage message;
    private readonly Place? at;
    private readonly List<HopJson> expected;

    /// <param name="at">Where it is handed in; null for where the sender would.</param>
    public SentMessage(LabSystem lab, string subject, string from, Place? at, params string[] to)
    {
        outside = lab.OutsideSite;
        this.at = at;
        sender = EmailAddress.Parse(from);
        recipients = [.. to.Select(EmailAddress.Parse)];
        message = LabMessage.Make(sender, recipients, subject);
        expected = Expect(lab);
        Ends = [.. expected.Where(hop => hop.Action == "deliver")];
    }

    /// <summary>The mailboxes in which it must end.</summary>
    public ImmutableArray<HopJson> Ends { get; }

    /// <summary>The reply by which the first site must refuse it; null where it must not.</summary>
    public string? Refusal => expected[0].Action == "refuse" ? expected[0].Reply : null;

    public static string Say(IEnumerable<HopJson> ends) =>
        string.Join(", ", ends.Select(end => $"{end.Recipient} at {end.Site}").Order(StringComparer.Ordinal));

    /// <summary>Sends it as the sender would; null where it was accepted, else what was said instead.</summary>
    public Task<string?> SendAsync(LabSystem lab, CancellationToken ct) =>
        LabClient.SendAsync(lab, sender, at, recipients, message, ct);

    /// <summary>Where and when sites accepted it, by the places in the facts.</summary>
    public IEnumerable<(int Index, SiteName Site, Accepted Message)> Accepted(IReadOnlyList<SiteFact> facts) =>
        facts.Index().Where(fact => fact.Item.Fact is Accepted accepted && accepted.MessageId == message.Id)
            .Select(fact => (fact.Index, fact.Item.Site, (Accepted)fact.Item.Fact));

    public string? TraceId(IReadOnlyList<SiteFact> facts) =>
        Accepted(facts).Select(one => one.Message.TraceId).FirstOrDefault();

    /// <summary>True when everything that was to happen has happened.</summary>
    public bool IsDone(IReadOnlyList<SiteFact> facts) =>
        Ends.All(end => Delivered(facts, end) > 0) && !Keys(expected).Except(Keys(Observed(facts))).Any();

    /// <summary>
    /// What the sites did with it, and whom they refused at that time; what the sender's own server did to send it is
    /// not theirs.
    /// </summary>
    public List<HopJson> Observed(IReadOnlyList<SiteFact> facts)
    {
        var asked = expected.Where(hop => hop.Action == "refuse").Select(hop => hop.Recipient).ToHashSet();
        var refused = facts.Where(fact =>
                fact.Fact is Refused { Command: "RCPT", Recipient: { } recipient } && asked.Contains(recipient))
            .Select(fact => (fact.Site, (Refused)fact.Fact))
            .Select(pair => new HopJson(
                pair.Site.Value, Seen(pair.Item2.Peer), "refuse", pair.Item2.Recipient!, null, pair.Item2.Reply,
                pair.Item2.Rule ?? "", pair.Item2.Reason ?? ""));
        return
        [
            .. Accepted(facts).SelectMany(one => one.Message.Hops.Select(hop => new HopJson(
                    one.Site.Value, Seen(one.Message.Peer), hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule,
                    hop.Reason)))
                .Where(hop => hop.Action != "relay" || hop.Site != outside.Value),
            .. refused,
        ];
    }

    /// <summary>
    /// What differs from what was expected: other hops, not exactly one delivery, other octets; null where nothing
    /// does.
    /// </summary>
    public async Task<string?> FaultAsync(LabSystem lab, IReadOnlyList<SiteFact> facts, CancellationToken ct)
    {
        var observed = Observed(facts);
        var missing = Keys(expected).Except(Keys(observed)).ToList();
        var surplus = Keys(observed).Except(Keys(expected)).ToList();
        if (missing.Count + surplus.Count > 0 || observed.Count != expected.Count)
        {
            return $"other hops than explained: missing {Join(missing)}; surplus {Join(surplus)}";
        }

        foreach (var end in Ends)
        {
            var times = Delivered(facts, end);
            if (times != 1)
            {
                return $"delivered {times} times to {end.Recipient} at {end.Site}";
            }

            if (!await HasOctetsAsync(lab, end, ct).ConfigureAwait(false))
            {
                return $"other octets in the mailbox of {end.Recipient} at {end.Site}";
            }
        }

        return null;
    }

    private static IEnumerable<string> Keys(IEnumerable<HopJson> hops) => hops.Select(hop =>
        $"{hop.Site} ({hop.AttributedTo ?? "nobody"}) {hop.Action} {hop.Recipient}"
        + $"{(hop.Next is null ? "" : " -> " + hop.Next)}{(hop.Reply is null ? "" : ": " + hop.Reply)}");

    private static string? Seen(Peer peer) => peer.Site ?? (peer.User is null ? null : "submission");

    private static string Join(List<string> keys) => keys.Count == 0 ? "none" : string.Join(", ", keys);

    private List<HopJson> Expect(LabSystem lab)
    {
        var snapshot = new Snapshot(lab.Topology.Organization, lab.Topology.Recipients);
        var hops = new List<HopJson>();
        foreach (var recipient in recipients)
        {
            var path = Explanation.Explain(snapshot, new ReversePath(sender), recipient, at)!;
            hops.AddRange(path.Steps.Select(HopJson.Of));
            hops.AddRange(path.Departures.Select(step => new HopJson(
                outside.Value, null, "deliver", step.Hop.Recipient.ToString(), null, null, "1",
                "The mailbox is here.")));
        }

        return hops;
    }

    private int Delivered(IReadOnlyList<SiteFact> facts, HopJson end)
    {
        var ids = Accepted(facts).Where(one => one.Site.Value == end.Site).Select(one => one.Message.Id).ToHashSet();
        return facts.Where(fact => fact.Site.Value == end.Site).Select(fact => fact.Fact).OfType<Ended>()
            .Where(ended => ids.Contains(ended.Id)).SelectMany(ended => ended.Results)
            .Count(result => result.Outcome == Outcome.Delivered && result.Recipient == end.Recipient);
    }

    private async Task<bool> HasOctetsAsync(LabSystem lab, HopJson end, CancellationToken ct)
    {
        var folder = lab.Folder.Site(end.Site);
        var mailbox = EmailAddress.Parse(end.Recipient);
        var stored = (await folder.ListAsync(mailbox, ct).ConfigureAwait(false))
            .Where(one => one.MessageId == message.Id).ToList();
        return stored.Count == 1
            && await folder.ReadAsync(mailbox, stored[0].Id, ct).ConfigureAwait(false) is { } octets
            && octets.AsSpan().EndsWith(message.Octets.Span);
    }
}
