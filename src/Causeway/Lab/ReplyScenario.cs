using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Lab;

/// <summary>
/// A user of the office is away: who writes to her gets one automatic reply, however often, and leaves by the cloud as
/// all of the office's mail does.
/// </summary>
internal sealed class ReplyScenario() : Scenario("automatic-reply", "a user is away: who writes twice gets one reply")
{
    private const string Expected = "both delivered to grace, one reply without reverse-path in alice's mailbox";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly SiteName Office = SiteName.Parse("office");
    private static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");
    private static readonly EmailAddress Grace = EmailAddress.Parse("grace@contoso.example");

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var snapshots = lab.Sites[Office].Tenants.First.Snapshots;
        var before = snapshots.Current;

        // Another text is another reply: a second run with the same data is answered as well.
        var text = $"I am away until Monday ({lab.Sites[Office].Service.TraceIds.Next()}).";
        snapshots.Replace(before with { Recipients = new Away(before.Recipients, text) });
        try
        {
            return await SendAsync(lab, ct).ConfigureAwait(false);
        }
        finally
        {
            snapshots.Replace(before);
        }
    }

    private async Task<ScenarioJson> SendAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        string? refusal = null;
        for (var times = 1; times <= 2; times++)
        {
            var delivered = times;
            var message = LabMessage.Make(Alice, [Grace], Title);
            refusal ??= await LabClient.SendAsync(lab, Alice, null, [Grace], message, ct).ConfigureAwait(false);
            await lab.Facts.WaitAsync(start, facts => Delivered(facts, Office, Grace) == delivered, Longest, ct)
                .ConfigureAwait(false);
        }

        await lab.Facts.WaitAsync(start, facts => Delivered(facts, lab.OutsideSite, Alice) > 0, Longest, ct)
            .ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        var replies = facts.Where(fact => fact.Site == Office).Select(fact => fact.Fact).OfType<Accepted>()
            .Where(message => message.From.Length == 0 && message.Recipients.Contains(Alice.ToString())).ToList();
        var fault = refusal
            ?? (Delivered(facts, Office, Grace) != 2 ? "grace did not get both"
                : replies.Count != 1 ? $"the office wrote {replies.Count} replies"
                : Delivered(facts, lab.OutsideSite, Alice) != 1 ? "the reply did not reach alice"
                : null);
        return new ScenarioJson(
            Id, fault is null, Expected, fault ?? Expected, replies.FirstOrDefault()?.TraceId,
            facts.Where(fact => fact.Fact is Accepted && fact.Site != lab.OutsideSite)
                .SelectMany(fact => Hops(fact.Site, (Accepted)fact.Fact)));
    }

    private static int Delivered(IReadOnlyList<SiteFact> facts, SiteName site, EmailAddress recipient) =>
        facts.Where(fact => fact.Site == site).Select(fact => fact.Fact).OfType<Ended>()
            .SelectMany(end => end.Results)
            .Count(result => result.Outcome == Outcome.Delivered && result.Recipient == recipient.ToString());

    private static IEnumerable<HopJson> Hops(SiteName site, Accepted message) => message.Hops.Select(hop => new HopJson(
        site.Value, message.Peer.Site, hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason));

    /// <summary>The directory in which Grace is away.</summary>
    private sealed class Away(IRecipientDirectory directory, string text) : IRecipientDirectory
    {
        public Recipient? Find(EmailAddress address) => directory.Find(address) is { } record && record.Address == Grace
            ? record with { AutomaticReply = new AutomaticReply { Outside = text } }
            : directory.Find(address);
    }
}
