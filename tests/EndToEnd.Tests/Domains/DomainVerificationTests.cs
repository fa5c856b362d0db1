using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Domains;

/// <summary>A cloud whose domain is to be proved by DNS before it is used.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DomainVerificationTests : IAsyncLifetime
{
    private const string Domain = "contoso.example";
    private const string Topology = """
        organization: contoso
        domains:
          contoso.example: { type: authoritative }
        sites:
          cloud:
            kind: cloud
            host: contoso-example.mail.cloud.example
            addresses: [127.0.0.20]
            listen: [127.0.0.20:2525]
            submission: [127.0.0.20:2587]
            submissions: []
        mail-flow:
          inbound:  internet -> cloud
          outbound: cloud -> internet
        recipients: recipients.csv
        """;

    private readonly TemporaryFolder folder = new();
    private Names names = null!;
    private CausewayProcess cloud = null!;

    private string Data => folder.File("data");

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        names = new Names();
        folder.Write("recipients.csv", $"address,kind,site\n{Hosts.Ada},mailbox,cloud\n");
        cloud = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cloud.DisposeAsync();
        names.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_verified_through_DNS_and_what_is_almost_right_is_named()
    {
        var token = await TokenAsync();
        Assert.Equal("pending", Standing(await ListAsync()));
        await AssertVerifyAsync(1, "127.0.0.53:2053 says that contoso.example has no TXT record");

        names.Publish(Domain, $"\"{token}\"");
        await AssertVerifyAsync(1, "stands in quotes inside the record");
        names.Publish(Domain, token[..30]);
        await AssertVerifyAsync(1, "is cut: 30 of 54 characters");
        names.Publish(Domain, "causeway-verification=0123456789abcdef0123456789abcdef");
        await AssertVerifyAsync(1, "is the token of another organization");
        names.Publish(Domain);
        names.Publish($"www.{Domain}", token);
        await AssertVerifyAsync(1, "the token stands at www.contoso.example and belongs at contoso.example itself");

        names.Publish(Domain, "v=spf1 -all", token);
        await AssertVerifyAsync(0, "contoso.example (contoso): verified since");

        // The log of the directory has it.
        Assert.Equal((0, ""), await cloud.StopAsync());
        names.Publish(Domain);
        cloud = await StartAsync();
        var row = await ListAsync();
        Assert.Equal(("verified", "txt"), (Standing(row), Timeline.Text(row, "by")));
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Ada));
    }

    [Fact]
    public async Task Before_it_is_verified_it_neither_receives_nor_sends_nor_gets_mailboxes()
    {
        Assert.Equal("451 4.7.1", await AskAsync(Hosts.Ada));
        Assert.Equal("451 4.7.1", await AskAsync(Hosts.Nobody));
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", Data], SeparateSites.Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        var mail = Mail.New("too early").By(Hosts.Ada);
        var sent = await SubmitAsync(mail);
        Assert.NotEqual(Swaks.Done, sent.ExitCode);
        Assert.Contains("550 5.7.750", sent.Output, StringComparison.Ordinal);
        var added = await AddAsync();
        Assert.Equal(1, added.ExitCode);
        Assert.Contains("contoso.example is not verified yet", added.Error, StringComparison.Ordinal);
        Assert.Contains("`causeway domain add contoso.example`", added.Error, StringComparison.Ordinal);

        names.Publish(Domain, await TokenAsync());
        await AssertVerifyAsync(0, "verified since");

        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Ada));
        Assert.Equal("550 5.4.1", await AskAsync(Hosts.Nobody));
        sent = await SubmitAsync(mail);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await new DataFolder(Data).WaitForAsync(Hosts.Ada, mail.Id);
        Assert.Equal(0, (await AddAsync()).ExitCode);
    }

    [Fact]
    public async Task A_proof_that_is_gone_is_told_and_cuts_no_mail()
    {
        var token = await TokenAsync();
        names.Publish(Domain, token);
        await AssertVerifyAsync(0, "verified since");

        names.Publish(Domain);
        await AssertVerifyAsync(1, "the proof is gone since");
        Assert.Equal("missing", Standing(await ListAsync()));
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Ada));
        var status = await Patience.UntilAsync("the alert", async () =>
            (await Command.CausewayAsync("status", "--data", Data)) is { Output: var shown }
                && shown.Contains("domain-unproved", StringComparison.Ordinal) ? shown : null);
        Assert.Contains("`causeway domain verify contoso.example`", status, StringComparison.Ordinal);

        names.Publish(Domain, token);
        await AssertVerifyAsync(0, "verified since");
        Assert.Equal("verified", Standing(await ListAsync()));
    }

    [Fact]
    public async Task A_domain_that_is_not_in_the_file_has_a_token_too_and_the_file_takes_it_in()
    {
        const string Later = "woodgrove.example";
        var shown = await Command.CausewayAsync("domain", "add", Later, "--data", Data);
        Assert.True(shown.ExitCode == 0, shown.ToString());
        Assert.Contains("`woodgrove.example: { type: authoritative }`", shown.Output, StringComparison.Ordinal);
        names.Publish(Later, await TokenAsync(Later));
        var verified = await Command.CausewayAsync("domain", "verify", Later, "--data", Data);
        Assert.True(verified.ExitCode == 0, verified.ToString());

        folder.Write("causeway.yaml", Topology.Replace(
            "sites:", "  woodgrove.example: { type: authoritative }\nsites:", StringComparison.Ordinal));
        var reload = await Command.CausewayAsync("reload", "--data", Data);
        Assert.True(reload.ExitCode == 0, reload.ToString());

        // By itself.
        await Patience.UntilAsync("woodgrove.example to be verified", async () =>
            (await Command.JsonAsync("domain", "list", "--data", Data)).EnumerateArray()
                .Any(row => Timeline.Text(row, "domain") == Later && Standing(row) == "verified") ? "verified" : null);
    }

    private Task<CausewayProcess> StartAsync() => CausewayProcess.StartAsync(
        "up", folder.Write("causeway.yaml", Topology), "--site", "cloud", "--data", Data, "--lab");

    private async Task<string> TokenAsync(string domain = Domain)
    {
        var rows = await Command.JsonAsync("domain", "add", domain, "--data", Data);
        return Timeline.Text(Assert.Single(rows.EnumerateArray()).GetProperty("records"), "txt")!;
    }

    private async Task<JsonElement> ListAsync() =>
        Assert.Single((await Command.JsonAsync("domain", "list", "--data", Data)).EnumerateArray());

    private static string? Standing(JsonElement row) => Timeline.Text(row, "standing");

    private async Task AssertVerifyAsync(int exitCode, string says)
    {
        var result = await Command.CausewayAsync("domain", "verify", Domain, "--data", Data);
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(says, result.Output, StringComparison.Ordinal);
    }

    private static async Task<string> AskAsync(string to)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{to}>")).Status;
    }

    private static Task<CommandResult> SubmitAsync(Mail mail) => Swaks.SubmitAsync(
        Hosts.CloudSubmission, Hosts.Ada, Hosts.Ada, mail.Octets, "--auth-password", SeparateSites.Password);

    private Task<CommandResult> AddAsync() => Command.CausewayAsync(
        "recipient", "add", "linus@contoso.example", "--site", "cloud", "--data", Data);
}
