using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Foreign;

/// <summary>
/// A Postfix as the office knows recipients that nobody else does: filter and cloud ask it while the session lasts.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class CallAheadTests
{
    private const string Domain = "contoso.example: { type: authoritative, verify: no }";
    private const string Asking =
        "contoso.example: { type: internal-relay, unknown-to: office, at: { office: authoritative }, "
        + "recipients-from: call-ahead, verify: no }";

    [Fact]
    public async Task Who_is_known_at_the_office_alone_is_taken_and_who_is_not_is_refused_at_the_filter()
    {
        await using var sites = new PostfixSites
        {
            Change = text => text.Replace(Domain, Asking, StringComparison.Ordinal),
        };
        await sites.InitializeAsync();
        Assert.Contains(Asking, File.ReadAllText(sites.Topology), StringComparison.Ordinal);

        // From now on the office alone knows edsger.
        var removed = await Command.CausewayAsync("recipient", "remove", Hosts.Edsger, "--data", sites.Data.Path);
        Assert.True(removed.ExitCode == 0, removed.ToString());

        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Edsger));
        Assert.Equal("550 5.4.1", await AskAsync("nobody@contoso.example"));
        var mail = Mail.New("to one whom the office knows");
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Edsger, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        Assert.Single(await sites.Office.WaitForAsync("contoso.example/edsger", mail.Id));

        await sites.Office.DisposeAsync();
        Assert.Equal("451 4.4.3", await AskAsync("somebody-else@contoso.example"));
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Edsger));
    }

    private static async Task<string> AskAsync(string recipient)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{recipient}>")).Status;
    }
}
