using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Domains;

/// <summary>
/// Two organizations of one provider name the same domain: it belongs to the one that proves it first.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class ClaimedDomainTests : IAsyncLifetime
{
    private const string Shared = "woodgrove.example";

    private readonly TemporaryFolder folder = new();
    private Names names = null!;
    private CausewayProcess cloud = null!;

    private string Data => folder.File("data");

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        names = new Names();
        string[] files = [Write("contoso", Shared), Write("northwind", Shared)];
        cloud = await CausewayProcess.StartAsync(["up", .. files, "--site", "cloud", "--data", Data, "--lab"]);
    }

    public async ValueTask DisposeAsync()
    {
        await cloud.DisposeAsync();
        names.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_first_one_keeps_it_until_its_file_names_it_no_more()
    {
        var (contoso, northwind) = (await TokenAsync("contoso"), await TokenAsync("northwind"));
        Assert.NotEqual(contoso, northwind);
        Assert.Equal("451 4.7.1", await AskAsync("northwind"));

        names.Publish(Shared, northwind);
        Assert.Equal(1, (await VerifyAsync("contoso")).ExitCode);
        Assert.Equal(0, (await VerifyAsync("northwind")).ExitCode);

        // Whoever has the zone now says that both may have it.
        names.Publish(Shared, northwind, contoso);
        var late = await VerifyAsync("contoso");
        Assert.Equal(1, late.ExitCode);
        Assert.Contains("another organization at this site has it", late.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("northwind", late.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await VerifyAsync("northwind")).ExitCode);
        Assert.Equal(("250 2.1.5", "550 5.4.1"), (await AskAsync("northwind"), await AskAsync("contoso")));
        await Patience.UntilAsync("the provider to be told", async () =>
            (await Command.CausewayAsync("status", "--data", Data)) is { Output: var status }
                && status.Contains("domain-claimed", StringComparison.Ordinal) ? status : null);

        Write("northwind", "northwind.example");
        var reload = await Command.CausewayAsync("reload", "--data", Data);
        Assert.True(reload.ExitCode == 0, reload.ToString());
        await Patience.UntilAsync("the domain to be free", async () =>
            (await VerifyAsync("contoso")).ExitCode == 0 ? "free" : null);
        Assert.Equal(("550 5.4.1", "250 2.1.5"), (await AskAsync("northwind"), await AskAsync("contoso")));
    }

    private string Write(string organization, string domain)
    {
        folder.Write($"{organization}.csv", $"address,kind,site\n{organization}@{domain},mailbox,cloud\n");
        return folder.Write($"{organization}.yaml", $$"""
            organization: {{organization}}
            domains:
              {{domain}}: { type: authoritative }
            sites:
              cloud:
                kind: cloud
                host: {{organization}}-example.mail.cloud.example
                addresses: [127.0.0.20]
                listen: [127.0.0.20:2525]
                submission: []
                submissions: []
            mail-flow:
              inbound:  internet -> cloud
              outbound: cloud -> internet
            recipients: {{organization}}.csv
            """);
    }

    private async Task<string> TokenAsync(string organization)
    {
        var rows = await Command.JsonAsync(
            "domain", "add", Shared, "--organization", organization, "--data", Data);
        return Timeline.Text(Assert.Single(rows.EnumerateArray()).GetProperty("records"), "txt")!;
    }

    private Task<CommandResult> VerifyAsync(string organization) => Command.CausewayAsync(
        "domain", "verify", Shared, "--organization", organization, "--data", Data);

    // Each has a mailbox there that bears its name.
    private static async Task<string> AskAsync(string mailbox)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{mailbox}@{Shared}>")).Status;
    }
}
