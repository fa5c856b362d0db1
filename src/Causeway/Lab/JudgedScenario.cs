using Causeway.CommandLine;
using Causeway.Core.Addresses;
using Causeway.Queue.Facts;
using Causeway.Smtp.Client;

namespace Causeway.Lab;

/// <summary>
/// Hands the filter messages by which a stranger claims to be somebody; each must be answered as it deserves, and be
/// found in the log with what was found out about it.
/// </summary>
internal sealed class JudgedScenario(string id, string title, string to, params Claim[] claims) : Scenario(id, title)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public override bool TellsObserved => true;

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var recipient = EmailAddress.Parse(to);
        var observed = new List<string>();
        var ids = new List<string>();
        foreach (var claim in claims)
        {
            var author = EmailAddress.Parse(claim.Author);
            var message = LabMessage.Make(author, [recipient], Title);
            var sent = claim.IsSealed ? lab.List.Seal(message, author, TimeProvider.System.GetUtcNow()) : message;
            observed.Add(await SendAsync(lab, claim, recipient, sent, ct).ConfigureAwait(false));
            ids.Add(message.Id);
        }

        await lab.Facts.WaitAsync(start, facts => ids.All(id => IsOver(facts, id)), Longest, ct).ConfigureAwait(false);
        var facts = lab.Facts.Since(start);
        var isRight = claims.Zip(observed).All(pair =>
            pair.Second.StartsWith(pair.First.Reply, StringComparison.Ordinal));
        return new ScenarioJson(
            Id, isRight && ids.All(id => IsOver(facts, id)),
            string.Join(", ", claims.Select(claim => Say(claim, claim.Reply))),
            string.Join(", ", claims.Zip(observed, (claim, reply) => Say(claim, Status(reply)))),
            facts.Select(fact => TraceIdOf(fact.Fact, ids)).FirstOrDefault(id => id is not null),
            facts.Where(fact => fact.Fact is Refused { Command: "DATA" })
                .Select(fact => (fact.Site, Fact: (Refused)fact.Fact))
                .Select(refusal => new HopJson(
                    refusal.Site.Value, refusal.Fact.Peer.Site, "refuse", recipient.ToString(), null,
                    refusal.Fact.Reply, refusal.Fact.Rule ?? "", refusal.Fact.Reason ?? "")));
    }

    // Refused with the reason in the log; or accepted with what was found, and in the mailbox.
    private static bool IsOver(IReadOnlyList<SiteFact> facts, string id) =>
        facts.Any(fact => fact.Fact is Refused { Command: "DATA", Reason: not null } refused && refused.MessageId == id)
        || facts.Any(fact => fact.Fact is Accepted { Judged: not null } accepted && accepted.MessageId == id
            && facts.Any(end => end.Site != fact.Site && IsDelivered(facts, end, id)));

    private static bool IsDelivered(IReadOnlyList<SiteFact> facts, SiteFact end, string id) =>
        end.Fact is Ended ended && ended.Results.Any(result => result.Outcome == Outcome.Delivered)
        && facts.Any(fact => fact.Site == end.Site && fact.Fact is Accepted accepted
            && accepted.Id == ended.Id && accepted.MessageId == id);

    private static string? TraceIdOf(Fact fact, IReadOnlyCollection<string> ids) => fact switch
    {
        Refused { MessageId: { } id } refused when ids.Contains(id) => refused.TraceId,
        Accepted { MessageId: { } id } accepted when ids.Contains(id) => accepted.TraceId,
        _ => null,
    };

    private static string Say(Claim claim, string reply) => $"<{claim.From}> as {claim.Author}: {reply}";

    private static string Status(string reply) => string.Join(' ', reply.Split(' ').Take(2));

    private static async Task<string> SendAsync(
        LabSystem lab, Claim claim, EmailAddress recipient, LabMessage message, CancellationToken ct)
    {
        var organization = lab.Topology.Organization;
        var first = organization[organization.FirstInbound!.Value];
        var client = LabClient.Stranger(claim.Source, LabHosts.NameOf(claim.Source));
        return (await LabClient.SendAsync(
            new SmtpTarget(first.Listen[0], first.Host), client, ReversePath.Parse(claim.From), recipient,
            message.Octets, ct).ConfigureAwait(false)).ToString();
    }
}
