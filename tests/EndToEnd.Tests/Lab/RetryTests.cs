using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>A next hop that does not answer costs time, and nothing else.</summary>
[Collection(LabAddresses.Collection)]
public sealed class RetryTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Outside = "someone@woodgrove.example";

    [Fact]
    public async Task Mail_for_a_server_that_is_down_waits_and_leaves_when_it_is_up()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        var sent = await Swaks.SubmitAsync(Hosts.OfficeSubmission, Hosts.Grace, Outside, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var waiting = await Patience.UntilAsync(
            "a deferral at the cloud",
            async () => (await lab.Data.TraceAsync("--message-id", mail.Id)).Select(one => new Timeline(one))
                .FirstOrDefault(one => one.Steps.Contains("cloud DEFER")));
        Assert.Equal("pending", waiting.Outcome);

        await using var sink = new Sink(Hosts.Woodgrove);
        var taken = await sink.NextAsync();

        Assert.Equal((Hosts.Grace, Outside), (taken.From, taken.To));
        Assert.Equal(mail.Octets, taken.Octets[^mail.Octets.Length..]);
        Assert.DoesNotContain(
            "X-Causeway", Encoding.Latin1.GetString(taken.Octets), StringComparison.OrdinalIgnoreCase);
        var gone = await lab.Data.WaitForOutcomeAsync(mail.Id, "relayed");
        Assert.Equal(Timeline.Text(waiting.Json, "id"), Timeline.Text(gone.Json, "id"));
        Assert.Equal("office RECEIVE", gone.Steps.First());
        Assert.Equal("cloud RELAY", gone.Steps.Last());
    }
}
