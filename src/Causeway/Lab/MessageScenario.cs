using Causeway.CommandLine;

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
        var start = lab.Facts.Count;
        var message = new SentMessage(lab, Title, from, to);
        var refusal = await message.SendAsync(lab, ct).ConfigureAwait(false);
        if (refusal is null)
        {
            await lab.Facts.WaitAsync(start, message.IsDelivered, Longest, ct).ConfigureAwait(false);
        }

        var facts = lab.Facts.Since(start);
        var fault = refusal ?? await message.FaultAsync(lab, facts, ct).ConfigureAwait(false);
        var observed = message.Observed(facts);
        return new ScenarioJson(
            Id, fault is null, SentMessage.Say(message.Ends),
            fault ?? SentMessage.Say(observed.Where(hop => hop.Action == "deliver")), message.TraceId(facts), observed);
    }
}
