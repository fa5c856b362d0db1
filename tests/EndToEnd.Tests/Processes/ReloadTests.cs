using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>What a running site takes from changed files, and what it refuses.</summary>
[Collection(LabAddresses.Collection)]
public sealed class ReloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Under_load_no_session_fails_and_each_mail_arrives_once()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        using var enough = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 8).Select(_ => SendUntilAsync(enough.Token)).ToList();
        var original = await File.ReadAllTextAsync(folder.File("causeway.yaml"), Ct);
        for (var i = 1; i <= 10; i++)
        {
            folder.Write("causeway.yaml", original
                .Replace(
                    "kind: filter", $"kind: filter\n    limits: {{ message-size: {i}MiB }}", StringComparison.Ordinal)
                .Replace("outage: 1d", $"outage: {i}h", StringComparison.Ordinal));
            var answer = await ReloadAsync();
            Assert.True(answer.ExitCode == 0, answer.ToString());
            Assert.Contains("sites.filter.limits.message-size", answer.Output, StringComparison.Ordinal);
        }

        await enough.CancelAsync();
        var ids = (await Task.WhenAll(senders)).SelectMany(sent => sent).ToList();
        TestContext.Current.SendDiagnosticMessage($"10 reloads under {ids.Count} messages in 8 sessions");
        Assert.True(ids.Count > 80, $"only {ids.Count} messages");
        var data = new DataFolder(folder.Path);
        await data.WaitForAsync(Hosts.Ada, ids[^1]);
        var arrived = await Patience.UntilAsync("all of them", async () =>
        {
            var found = (await Command.JsonAsync("mailbox", "list", Hosts.Ada, "--data", folder.Path)).EnumerateArray()
                .Select(message => message.GetProperty("messageId").GetString()!).Where(ids.Contains).ToList();
            return found.Count >= ids.Count ? found : null;
        });
        Assert.Equal(ids.Order(StringComparer.Ordinal), arrived.Order(StringComparer.Ordinal));
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    [Fact]
    public async Task A_topology_that_check_would_fail_is_refused_whole_with_the_reason()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        var original = await File.ReadAllTextAsync(folder.File("causeway.yaml"), Ct);
        folder.Write("causeway.yaml", original
            .Replace("internet -> filter -> cloud", "internet -> cloud", StringComparison.Ordinal)
            .Replace("kind: filter", "kind: filter\n    limits: { message-size: 1MiB }", StringComparison.Ordinal));
        var refused = await ReloadAsync("--json");
        Assert.Equal(1, refused.ExitCode);
        Assert.All(
            refused.Json.EnumerateArray().Where(answer => answer.GetProperty("site").GetString() != "internet-mta"),
            answer => Assert.StartsWith(
                "P1 would fail", answer.GetProperty("refused").GetString(), StringComparison.Ordinal));

        folder.Write("causeway.yaml", original.Replace("kind: filter", "kind: fliter", StringComparison.Ordinal));
        var unread = await ReloadAsync();
        Assert.Equal(1, unread.ExitCode);
        Assert.Contains("'kind' is 'fliter'; write 'filter'", unread.Output, StringComparison.Ordinal);

        // What was in force before is in force: the door of the cloud, and the size that the filter takes.
        await using var door = await SmtpTalk.GreetAsync(Hosts.Cloud);
        await door.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        Assert.Equal("550 5.7.51", (await door.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
        await using var talk = await SmtpTalk.ConnectAsync(Hosts.Filter);
        Assert.Contains("250-SIZE 52428800", (await talk.SayAsync("EHLO s101.lab.example")).Lines);
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    [Fact]
    public async Task A_connector_that_is_gone_lets_nobody_in_any_more_not_even_by_an_open_connection()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        using var office = Identity.Load(new DataFolder(folder.Path).Identity("office"));
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud, Hosts.Office.Address, office);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Grace}>");
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Bob}>")).Status);
        await talk.SayAsync("RSET");

        var text = await File.ReadAllTextAsync(folder.File("causeway.yaml"), Ct);
        const string Connectors = "\nconnectors: [{ from: office, to: cloud, certificate: other.contoso.example }]\n";
        folder.Write("causeway.yaml", text + Connectors);
        var answer = await ReloadAsync("--site", "cloud");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        await talk.SayAsync($"MAIL FROM:<{Hosts.Grace}>");
        Assert.Equal("550 5.7.64", (await talk.SayAsync($"RCPT TO:<{Hosts.Bob}>")).Status);
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    [Fact]
    public async Task A_renewed_identity_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var file = LabFile.Replaced(folder, "127.0.0.30:2525", "127.0.0.30:2525");
        await IssueAsync(file);
        await using var site = await CausewayProcess.StartAsync(
            "up", file, "--site", "office", "--data", folder.File("data"));
        var first = await ShownAsync(null);
        await IssueAsync(file);
        var second = await Patience.UntilAsync(
            "another leaf", async () => await ShownAsync(null) is var shown && shown != first ? shown : null);
        await File.WriteAllTextAsync(folder.File("identities/office.key"), "no key at all\n", Ct);
        await Patience.UntilAsync("the refusal", () => Task.FromResult(
            site.Errors.Contains("changed and not taken", StringComparison.Ordinal) ? "refused" : null));
        Assert.Equal(second, await ShownAsync(null));
        Assert.Equal((0, ""), await site.StopAsync());
    }

    [Fact]
    public async Task A_folder_of_topologies_may_gain_an_organization_while_the_site_runs()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var other = new TemporaryFolder();
        var northwind = ProviderSites.Northwind(other);
        Directory.CreateDirectory(folder.File("files"));
        folder.Write("files/recipients.csv", await File.ReadAllTextAsync(
            Path.Combine(Path.GetDirectoryName(Repository.LabTopology)!, "recipients.csv"), Ct));
        folder.Write("files/contoso.yaml", await File.ReadAllTextAsync(Repository.LabTopology, Ct));
        await using var site = await CausewayProcess.StartAsync(
            "up", folder.File("files"), "--site", "filter", "--data", folder.File("data"), "--lab");
        Assert.Equal("550 5.7.1", await AskAsync(Hosts.Nora));
        folder.Write("files/a-northwind.yaml", (await File.ReadAllTextAsync(northwind, Ct))
            .Replace("recipients.csv", "northwind.csv", StringComparison.Ordinal));
        folder.Write("files/northwind.csv", await File.ReadAllTextAsync(other.File("recipients.csv"), Ct));
        site.Hangup();
        await Patience.UntilAsync("northwind", async () => await AskAsync(Hosts.Nora) == "250 2.1.5" ? "served" : null);
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Ada));
        await Patience.UntilAsync("the log's word", () => Task.FromResult(
            site.Errors.Contains("northwind: none -> served from now on", StringComparison.Ordinal) ? "said" : null));
        Assert.Equal((0, ""), await site.StopAsync());
    }

    [Fact]
    public async Task Another_list_with_the_same_rows_is_the_one_that_is_looked_after_from_then_on()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        var rows = await File.ReadAllTextAsync(folder.File("recipients.csv"), Ct);
        var text = await File.ReadAllTextAsync(folder.File("causeway.yaml"), Ct);
        folder.Write("other.csv", rows);
        folder.Write(
            "causeway.yaml",
            text.Replace("recipients: recipients.csv", "recipients: other.csv", StringComparison.Ordinal));
        var answer = await ReloadAsync("--site", "cloud");
        Assert.True(answer.ExitCode == 0, answer.ToString());
        folder.Write("other.csv", rows + "hedy@contoso.example,mailbox,office,,,,\n");
        await Patience.UntilAsync(
            "hedy", async () => await AskAsync("hedy@contoso.example") == "250 2.1.5" ? "taken" : null);
        Assert.Equal((0, ""), await lab.StopAsync());
    }

    [Fact]
    public async Task Where_no_site_runs_the_command_says_so()
    {
        var answer = await ReloadAsync();
        Assert.Equal((3, ""), (answer.ExitCode, answer.Output));
        Assert.Contains("no site runs with data in", answer.Error, StringComparison.Ordinal);
    }

    private Task<CommandResult> ReloadAsync(params string[] more) =>
        Command.CausewayAsync(["reload", "--data", folder.Path, .. more]);

    private static async Task<List<string>> SendUntilAsync(CancellationToken enough)
    {
        var ids = new List<string>();
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        while (!enough.IsCancellationRequested)
        {
            var id = Mail.NewId();
            foreach (var (line, reply) in new[]
            {
                ($"MAIL FROM:<{Hosts.Alice}>", "250"), ($"RCPT TO:<{Hosts.Ada}>", "250"), ("DATA", "354"),
                ($"Message-ID: {id}\r\n\r\nunder load\r\n.", "250"),
            })
            {
                Assert.StartsWith(reply, (await talk.SayAsync(line)).Status, StringComparison.Ordinal);
            }

            ids.Add(id);
        }

        return ids;
    }

    private static async Task<string> AskAsync(string recipient)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{recipient}>")).Status;
    }

    private static async Task IssueAsync(string file)
    {
        var issued = await Command.CausewayAsync("identity", file, "--site", "office");
        Assert.True(issued.ExitCode == 0, issued.ToString());
    }

    /// <summary>The serial number of the certificate that the office shows on its port for implicit TLS.</summary>
    private static async Task<string> ShownAsync(string? host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(new IPEndPoint(Hosts.Office.Address, 2465), Ct);
        await using var secure = new SslStream(socket.GetStream(), false, (_, shown, _, _) => shown is not null);
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host ?? "" }, Ct);
        return ((X509Certificate2)secure.RemoteCertificate!).SerialNumber;
    }
}
