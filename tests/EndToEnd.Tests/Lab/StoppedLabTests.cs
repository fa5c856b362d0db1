using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>What the commands say does not depend on whether the sites run: it stands in their files.</summary>
[Collection(LabAddresses.Collection)]
public sealed class StoppedLabTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Fact]
    public async Task Trace_and_mailbox_say_the_same_after_the_lab_has_stopped()
    {
        var mail = Mail.Delicate();
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, $"{Hosts.Ada},{Hosts.Grace}", mail.Octets);
        await lab.Data.WaitForAsync(Hosts.Ada, mail.Id);
        var octets = await lab.Data.WaitForAsync(Hosts.Grace, mail.Id);
        var running = await lab.Data.WaitForOutcomeAsync(mail.Id, "delivered");

        Assert.Equal((0, ""), await lab.StopAsync());

        var stopped = Assert.Single(await lab.Data.TraceAsync("--message-id", mail.Id));
        Assert.Equal(running.Json.GetRawText(), stopped.GetRawText());
        Assert.Equal(octets, await lab.Data.WaitForAsync(Hosts.Grace, mail.Id));
    }
}
