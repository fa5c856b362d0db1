using Causeway.CommandLine;
using Causeway.Core.Topology;

namespace Causeway.Lab;

/// <summary>
/// Sends a real message and compares what the sites then did, hop by hop, with what `explain` says of it; the octets in
/// each mailbox must end with the octets that were sent. Where `explain` says that the first site refuses, nothing may
/// be accepted, and the reply must be the one that it gives.
/// </summary>
/// <param name="at">Where it is handed in; null for where the sender would.</param>
internal sealed class MessageScenario(string id, string title, string from, Place? at, params string[] to)
    : Scenario(id, title)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    public override async Task<ScenarioJson> RunAsync(LabSystem lab, CancellationToken ct)
    {
        var start = lab.Facts.Count;
        var message = new SentMessage(lab, Title, from, at, to);
        var reply = await message.SendAsync(lab, ct).ConfigureAwait(false);
        if (reply == message.Refusal)
        {
            await lab.Facts.WaitAsync(start, message.IsDone, Longest, ct).ConfigureAwait(false);
        }

        var facts = lab.Facts.Since(start);
        var observed = message.Observed(facts);
        var fault = reply != message.Refusal ? $"the first site answered {reply ?? "250"}"
            : reply is not null && message.Accepted(facts).Any() ? "a refused message was accepted"
            : await message.FaultAsync(lab, facts, ct).ConfigureAwait(false);
        return new ScenarioJson(
            Id, fault is null, Say(message.Refusal, message.Ends),
            fault ?? Say(reply, observed.Where(hop => hop.Action == "deliver")), message.TraceId(facts), observed);
    }

    private static string Say(string? refusal, IEnumerable<HopJson> ends) =>
        refusal is null ? SentMessage.Say(ends) : $"refused: {refusal}";
}
