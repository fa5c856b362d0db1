using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>One directory at several sites, each a process of its own, changed from any of them.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DirectoryTests : IAsyncLifetime
{
    private readonly SeparateSites sites = new();
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => sites.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        folder.Dispose();
        await sites.DisposeAsync();
    }

    [Fact]
    public async Task Two_sites_that_are_changed_at_the_same_moment_agree_whatever_stops_meanwhile()
    {
        var (won, lost) = (0, 0);
        for (var round = 0; round < 6; round++)
        {
            var address = $"shared{round}@contoso.example";
            var both = await Task.WhenAll(
                OrderAsync("cloud", "add", $"c{round}@contoso.example", "--site", "cloud", "--proxies", address),
                OrderAsync("office", "add", $"o{round}@contoso.example", "--site", "office", "--proxies", address));
            won += both.Count(answer => answer.ExitCode == 0);
            lost += both.Count(answer => answer.ExitCode == 1
                && answer.Error.Contains($"{address} belongs to", StringComparison.Ordinal));
            switch (round)
            {
                case 1:
                    await sites.KillAsync("cloud");
                    var alone = await OrderAsync("office", "add", "alone@contoso.example", "--site", "office");
                    Assert.Equal(1, alone.ExitCode);
                    Assert.Contains("cloud, which keeps the directory, cannot be asked", alone.Error,
                        StringComparison.Ordinal);
                    Assert.Equal("250 2.1.5", await AskFilterAsync(Hosts.Ada));
                    await sites.StartAsync("cloud");
                    break;
                case 2:
                    await sites.KillAsync("office");
                    await OrderAsync("cloud", "add", "meanwhile@contoso.example", "--site", "cloud");
                    await sites.StartAsync("office");
                    break;
                case 3:
                    await sites.KillAsync("filter");
                    await sites.StartAsync("filter");
                    break;
            }
        }

        Assert.Equal((6, 6), (won, lost));
        var primary = await RowsAsync("cloud");
        Assert.Contains("meanwhile@contoso.example", primary, StringComparison.Ordinal);
        await Patience.UntilAsync("the office's copy", async () =>
            await RowsAsync("office") == primary ? "equal" : null);
        foreach (var round in Enumerable.Range(0, 6))
        {
            await Patience.UntilAsync($"shared{round} at the filter", async () =>
                await AskFilterAsync($"shared{round}@contoso.example") == "250 2.1.5" ? "known" : null);
        }

        Assert.Equal("550 5.4.1", await AskFilterAsync("alone@contoso.example"));
    }

    [Fact]
    public async Task What_an_order_adds_gets_mail_at_once_and_what_it_removes_is_refused()
    {
        Assert.Equal(0, (await OrderAsync("office", "add", "newton@contoso.example", "--site", "office")).ExitCode);
        await Patience.UntilAsync("newton at the filter", async () =>
            await AskFilterAsync("newton@contoso.example") == "250 2.1.5" ? "known" : null);
        var mail = Mail.New("for somebody new");
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, "newton@contoso.example", mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await sites.Data.WaitForAsync("newton@contoso.example", mail.Id);

        var named = await OrderAsync("cloud", "remove", Hosts.Ada);
        Assert.Equal(1, named.ExitCode);
        Assert.Contains("team@contoso.example names ada@contoso.example", named.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await OrderAsync("cloud", "remove", "newton@contoso.example")).ExitCode);
        await Patience.UntilAsync("no newton at the filter", async () =>
            await AskFilterAsync("newton@contoso.example") == "550 5.4.1" ? "gone" : null);
    }

    [Fact]
    public async Task A_dry_run_shows_what_an_import_would_change_and_changes_nothing()
    {
        var before = await RowsAsync("cloud");
        folder.Write("more.csv", $"{before}hedy@contoso.example,mailbox,office,,,\n"
            .Replace("charles@contoso.example,mailbox,cloud", "charles@contoso.example,mailbox,office",
                StringComparison.Ordinal));

        var shown = await OrderAsync("office", "import", folder.File("more.csv"), "--dry-run");
        Assert.Equal(0, shown.ExitCode);
        Assert.Contains("added hedy@contoso.example", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "changed charles@contoso.example: site cloud -> office", shown.Output, StringComparison.Ordinal);
        Assert.Equal(before, await RowsAsync("cloud"));

        Assert.Equal(0, (await OrderAsync("office", "import", folder.File("more.csv"))).ExitCode);
        Assert.Contains("hedy@contoso.example", await RowsAsync("cloud"), StringComparison.Ordinal);
        folder.Write("before.csv", before);
        Assert.Equal(0, (await OrderAsync("cloud", "import", folder.File("before.csv"), "--replace")).ExitCode);
        Assert.Equal(before, await RowsAsync("cloud"));

        var entries = (await Command.JsonAsync("audit", "list", "--data", sites.Data.Path, "--site", "cloud"))
            .EnumerateArray().Where(entry => entry.GetProperty("what").GetString()!.StartsWith(
                "recipient.", StringComparison.Ordinal)).ToList();
        Assert.Contains(entries, entry => Said(entry, "after").Contains("added hedy", StringComparison.Ordinal)
            && Said(entry, "who").EndsWith(" at office", StringComparison.Ordinal));
        Assert.Contains(entries, entry => Said(entry, "after").Contains("removed hedy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_row_is_named_by_its_line_and_nothing_of_the_file_is_taken()
    {
        folder.Write(
            "bad.csv", "address,kind,site\nok@contoso.example,mailbox,cloud\nx@contoso.example,mailbx,cloud\n");

        var answer = await OrderAsync("cloud", "import", folder.File("bad.csv"));

        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("bad.csv:3:19: 'mailbx' is no kind; write 'mailbox'", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ok@contoso.example", await RowsAsync("cloud"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sites_of_the_organization_alone_are_told_and_a_filter_is_told_addresses_and_changes_nothing()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(null, HttpMethod.Get, Changes));
        using var stranger = SelfMade();
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(stranger, HttpMethod.Get, Changes));

        using var filter = Identity("filter");
        var told = await AskAsync(filter, HttpMethod.Get, Changes);
        Assert.Contains(Hosts.Ada, told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("cloud", told.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync(filter, HttpMethod.Post, $"{Path}/order")).Status);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await AskAsync(filter, HttpMethod.Get, "directory/fabrikam?position=0:0")).Status);
    }

    private const string Path = "directory/contoso";
    private const string Changes = $"{Path}?position=0:0";

    // The first line of an answer: a copy is told the whole first, and then what follows, without end.
    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(
        X509Certificate2? certificate, HttpMethod method, string path)
    {
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) =>
                shown!.Issuer.Contains("contoso", StringComparison.OrdinalIgnoreCase),
        };
        if (certificate is not null)
        {
            handler.ClientCertificates.Add(certificate);
        }

        using var http = new HttpClient(handler) { BaseAddress = new Uri("https://127.0.0.20:2443/") };
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
        using var text = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        return (response.StatusCode, await text.ReadLineAsync(Ct) ?? "");
    }

    private X509Certificate2 Identity(string site)
    {
        var pem = File.ReadAllText(sites.Data.Identity(site));
        return X509Certificate2.CreateFromPem(pem, pem);
    }

    private static X509Certificate2 SelfMade()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=office", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri("causeway:contoso/office"));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static string Said(JsonElement entry, string name) => entry.GetProperty(name).GetString() ?? "";

    private static async Task<string> AskFilterAsync(string recipient)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{recipient}>")).Status;
    }

    private Task<CommandResult> OrderAsync(string site, string what, params string[] arguments) =>
        Command.CausewayAsync(["recipient", what, .. arguments, "--data", $"{sites.Data.Path}/{site}"]);

    private async Task<string> RowsAsync(string site)
    {
        var rows = await Command.CausewayAsync("recipient", "export", "--data", $"{sites.Data.Path}/{site}");
        Assert.True(rows.ExitCode == 0, rows.ToString());
        return rows.Output;
    }
}
