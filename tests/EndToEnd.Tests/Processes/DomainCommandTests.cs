using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>A domain that is to refuse unknown recipients, with mail for some of them in the sites' logs.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DomainCommandTests : IAsyncLifetime
{
    private const string Linus = "linus@contoso.example";

    private AlertedSites sites = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string File => sites.Topology("cloud");

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        sites = new AlertedSites();
        foreach (var site in (string[])["filter", "cloud"])
        {
            sites.Configure(site, change: text => text.Replace(
                "{ type: authoritative, verify: no }",
                "{ type: internal-relay, unknown-to: office, verify: no }  # as long as we move",
                StringComparison.Ordinal));
            await sites.StartAsync(site);
        }
    }

    public ValueTask DisposeAsync() => sites.DisposeAsync();

    [Fact]
    public async Task Who_would_start_to_bounce_is_listed_and_the_change_waits_for_a_yes()
    {
        await PassOnAsync(Linus);
        await PassOnAsync(Hosts.Grace);
        var before = await System.IO.File.ReadAllTextAsync(File, Ct);

        var asked = await TypeAsync("authoritative");
        Assert.Equal(1, asked.ExitCode);
        Assert.Contains("1 address of contoso.example would start to bounce", asked.Output, StringComparison.Ordinal);
        Assert.Contains($"{Linus}  1 message, the last at", asked.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Hosts.Grace, asked.Output, StringComparison.Ordinal);
        Assert.Contains("nobody is there to be asked", asked.Error, StringComparison.Ordinal);
        Assert.Equal(before, await System.IO.File.ReadAllTextAsync(File, Ct));

        var changed = await TypeAsync("authoritative", "--yes");
        Assert.True(changed.ExitCode == 0, changed.ToString());
        Assert.Contains(Linus, changed.Output, StringComparison.Ordinal);
        Assert.Contains("`causeway reload`", changed.Output, StringComparison.Ordinal);
        Assert.Equal(
            before.Replace("internal-relay", "authoritative", StringComparison.Ordinal),
            await System.IO.File.ReadAllTextAsync(File, Ct));

        var reload = await Command.CausewayAsync("reload", "--data", $"{sites.Data}/cloud");
        Assert.Contains("domains.contoso.example.type", reload.Output, StringComparison.Ordinal);
        var listed = await Command.JsonAsync("domain", "list", File);
        var row = Assert.Single(listed.EnumerateArray());
        Shapes.AssertNames(row, "domain", "type", "unknownTo", "subDomains", "at");
        Assert.Equal("authoritative", Timeline.Text(row, "type"));
    }

    [Fact]
    public async Task What_takes_nothing_from_anybody_is_done_at_once()
    {
        Assert.Equal(0, (await TypeAsync("authoritative", "--yes")).ExitCode);
        var back = await TypeAsync("internal-relay");
        Assert.True(back.ExitCode == 0, back.ToString());
        var again = await TypeAsync("internal-relay");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing was changed", again.Output, StringComparison.Ordinal);

        Assert.Equal(2, (await TypeAsync("authoritatif")).ExitCode);
        var other = await Command.CausewayAsync("domain", "type", "other.example", "authoritative", "--file", File);
        Assert.Equal((2, ""), (other.ExitCode, other.Output));
        Assert.Contains("write one of contoso.example", other.Error, StringComparison.Ordinal);
    }

    private static async Task PassOnAsync(string to)
    {
        var mail = Mail.New("for somebody perhaps");
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, to, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    private Task<CommandResult> TypeAsync(string type, params string[] options) => Command.CausewayAsync(
        ["domain", "type", "contoso.example", type, "--file", File, "--data", sites.Data, .. options]);
}
