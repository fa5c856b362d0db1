using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Authentication;

/// <summary>While nothing answers at the resolver's port, strangers' mail is put off: no pass, no refusal.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DeadDnsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Mail_waits_at_its_sender_until_DNS_is_back()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var data = new DataFolder(folder.File("data"));
        await using var cloud = await StartAsync("cloud", data);
        await using var filter = await StartAsync("filter", data);
        var mail = Mail.New("while DNS is dead");

        // Nobody listens at the port of the resolver yet.
        var dead = await SendAsync(mail);

        Assert.Equal("451 4.4.3", dead.Status);
        var trace = await data.WaitForOutcomeAsync(mail.Id, "refused");
        Assert.StartsWith(
            "451 4.4.3", Timeline.Text(trace.Event("filter", "REFUSE"), "reply"), StringComparison.Ordinal);
        Assert.Empty(await data.ListAsync(Hosts.Ada, mail.Id));

        using var names = new Names();
        await Patience.UntilAsync("a reply by the DNS that is back", async () =>
            (await SendAsync(mail)).Status.StartsWith("250", StringComparison.Ordinal) ? "taken" : null);
        await data.WaitForAsync(Hosts.Ada, mail.Id);
    }

    private static Task<CausewayProcess> StartAsync(string site, DataFolder data) => CausewayProcess.StartAsync(
        "up", Repository.LabTopology, "--site", site, "--data", data.Path, "--lab");

    private static async Task<Reply> SendAsync(Mail mail)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>")).Status);
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
        Assert.Equal("354", (await talk.SayAsync("DATA")).Lines[0][..3]);
        await talk.WriteAsync(Encoding.Latin1.GetString(mail.Octets));
        return await talk.SayAsync(".");
    }
}
