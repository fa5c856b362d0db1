using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>What a site answers while the one that keeps the directory is gone.</summary>
[Collection(LabAddresses.Collection)]
public sealed class StaleDirectoryTests
{
    private const string Known = "250 2.1.5";

    [Fact]
    public async Task An_unknown_recipient_is_to_come_again_once_the_copy_is_too_old_and_a_known_one_is_taken()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var sites = new AlertedSites();
        foreach (var site in (string[])["filter", "cloud"])
        {
            sites.Configure(site, change: text => text.Replace(
                "directory: cloud", "directory: { primary: cloud, stale-after: 10s }", StringComparison.Ordinal));
            await sites.StartAsync(site);
        }

        await Patience.UntilAsync("the filter's copy", async () => (await StatusAsync(sites)).Contains(
            "a copy, change 1, as cloud had it", StringComparison.Ordinal) ? "there" : null);
        await sites.StopAsync("cloud");
        Assert.Equal((Known, "550 5.4.1"), await AskAsync());

        var shown = await sites.ShownAsync("directory-old", $"{sites.Data}/filter");
        Assert.Contains("contoso: OLD, a copy, change 1", shown, StringComparison.Ordinal);
        Assert.Contains("cloud cannot be asked", shown, StringComparison.Ordinal);
        Assert.Equal((Known, "451 4.3.0"), await AskAsync());

        // Who is being told while a site stops is told again after its start.
        var raised = new Heard("raised", "directory-old", "cloud");
        await Patience.UntilAsync("the targets to be told", () => Task.FromResult(
            sites.Commanded.Contains(raised) && sites.Posted.Contains(raised) ? "told" : null));

        // A restart makes the copy no younger.
        await sites.StopAsync("filter");
        await sites.StartAsync("filter");
        Assert.Equal((Known, "451 4.3.0"), await AskAsync());

        await sites.StartAsync("cloud");
        await Patience.UntilAsync("the primary to be heard", async () =>
            await AskAsync() == (Known, "550 5.4.1") ? "heard" : null);
        await sites.AssertToldOnceAsync("directory-old", "cloud");
    }

    private static async Task<(string Known, string Unknown)> AskAsync()
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return ((await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status,
            (await talk.SayAsync("RCPT TO:<nobody@contoso.example>")).Status);
    }

    private static async Task<string> StatusAsync(AlertedSites sites) =>
        (await Command.CausewayAsync("status", "--data", $"{sites.Data}/filter")).Output;
}
