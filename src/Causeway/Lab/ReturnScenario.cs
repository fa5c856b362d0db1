using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;

namespace Causeway.Lab;

/// <summary>
/// A mailbox forwards a stranger's mail outside: it leaves under a return address, and a notice that the other side
/// sends there finds the stranger.
/// </summary>
internal sealed class ReturnScenario()
    : Scenario("forward-return", "what is forwarded outside leaves under a return address, by which a bounce returns")
{
    private const string Expected = "bob gets it from SRS0=...=fabrikam.example=alice, a bounce to there reaches alice";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");
    private static readonly EmailAddress Edsger = EmailAddress.Parse("edsger@contoso.example");
    private static readonly EmailAddress Bob = EmailAddress.Parse("bob@fabrikam.example");

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var message = LabMessage.Make(Alice, [Edsger], Title);
        var refusal = await LabClient.SendAsync(lab, Alice, null, [Edsger], message, ct).ConfigureAwait(false);
        await lab.Facts.WaitAsync(
            start, facts => IsDelivered(lab, facts, Arrived(lab, facts, message), Bob), Longest, ct)
            .ConfigureAwait(false);
        var arrived = Arrived(lab, lab.Facts.Since(start), message);
        var bounce = LabMessage.Make(EmailAddress.Parse("mailer-daemon@fabrikam.example"), [Alice], "Not delivered");
        if (arrived is not null && EmailAddress.TryParse(arrived.From, out var back))
        {
            var outside = lab.Sites[lab.OutsideSite];
            await OwnMail.SubmitAsync(
                outside.Service, outside.Tenants.First, ReversePath.Null, [back], bounce.Octets, ct)
                .ConfigureAwait(false);
            await lab.Facts.WaitAsync(
                start, facts => IsDelivered(lab, facts, Returned(lab, facts, bounce), Alice), Longest, ct)
                .ConfigureAwait(false);
        }

        var all = lab.Facts.Since(start);
        var fault = refusal ?? Fault(lab, all, arrived, bounce);
        return new ScenarioJson(
            Id, fault is null, Expected, fault ?? Expected,
            all.Select(fact => fact.Fact).OfType<Accepted>().FirstOrDefault()?.TraceId,
            all.Where(fact => fact.Fact is Accepted && fact.Site != lab.OutsideSite)
                .SelectMany(fact => Hops(fact.Site, (Accepted)fact.Fact)));
    }

    private static string? Fault(
        LabSystem lab, IReadOnlyList<SiteFact> facts, Accepted? arrived, LabMessage bounce)
    {
        if (!IsDelivered(lab, facts, arrived, Bob))
        {
            return "bob did not get the message";
        }

        if (!EmailAddress.TryParse(arrived!.From, out var back)
            || !SrsAddress.TryParse(back, out var parts) || parts.Sender != Alice)
        {
            return $"it left from <{arrived.From}>";
        }

        var kept = facts.Any(fact => fact.Fact is Ended end && end.ReversePath == arrived.From);
        return !kept ? "the log does not have the return address"
            : !IsDelivered(lab, facts, Returned(lab, facts, bounce), Alice) ? "the bounce did not reach alice"
            : null;
    }

    private static Accepted? Arrived(LabSystem lab, IReadOnlyList<SiteFact> facts, LabMessage message) =>
        AtOutside(lab, facts, message).FirstOrDefault();

    // The outside server has the bounce twice: as it wrote it, and as it came back.
    private static Accepted? Returned(LabSystem lab, IReadOnlyList<SiteFact> facts, LabMessage bounce) =>
        AtOutside(lab, facts, bounce).FirstOrDefault(fact => fact.Recipients.Contains(Alice.ToString()));

    private static IEnumerable<Accepted> AtOutside(
        LabSystem lab, IReadOnlyList<SiteFact> facts, LabMessage message) =>
        facts.Where(fact => fact.Site == lab.OutsideSite).Select(fact => fact.Fact).OfType<Accepted>()
            .Where(fact => fact.MessageId == message.Id);

    private static bool IsDelivered(
        LabSystem lab, IReadOnlyList<SiteFact> facts, Accepted? message, EmailAddress recipient) =>
        message is not null && facts.Any(fact => fact.Site == lab.OutsideSite && fact.Fact is Ended end
            && end.Id == message.Id && end.Results.Any(result =>
                result.Outcome == Outcome.Delivered && result.Recipient == recipient.ToString()));

    private static IEnumerable<HopJson> Hops(SiteName site, Accepted message) => message.Hops.Select(hop => new HopJson(
        site.Value, message.Peer.Site, hop.Action, hop.Recipient, hop.Next, hop.Reply, hop.Rule, hop.Reason));
}
