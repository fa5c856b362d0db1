using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Keeping;

/// <summary>Data that the version before wrote (version-1/SOURCE says how) are upgraded, and nothing is lost.</summary>
[Collection(LabAddresses.Collection)]
public sealed class UpgradeTests : IDisposable
{
    private const string Password = "a-password-of-the-test";

    private readonly TemporaryFolder folder = new();

    private string Site => folder.File("data/cloud");

    private DataFolder Data => new(folder.File("data"));

    [Fact]
    public async Task Mailboxes_queue_and_traces_of_version_1_are_there_and_mail_flows()
    {
        CopyVersion1();
        Assert.Equal(5, (await Data.TraceAsync("--limit", "10")).Length);
        using var names = new Names();
        await using (var cloud = await StartAsync("cloud"))
        {
            Assert.Contains("upgraded to version 4", cloud.Errors, StringComparison.Ordinal);
            await using var office = await StartAsync("office");
            Assert.Equal("4\n", await File.ReadAllTextAsync($"{Site}/format", TestContext.Current.CancellationToken));
            await AssertMailboxesAsync();
            Assert.Equal(
                ["delivered", "delivered", "held", "held", "refused"],
                (await Data.TraceAsync("--limit", "10")).Select(trace => new Timeline(trace).Outcome).Order());

            Assert.Equal(2, (await Command.JsonAsync("queue", "list", "--data", folder.File("data"))).GetArrayLength());
            var released = await Command.CausewayAsync("queue", "release", "--all", "--data", folder.File("data"));
            Assert.True(released.ExitCode == 0, released.ToString());
            await Data.WaitForAsync(Hosts.Grace, "<three@v1.contoso.example>");
            await Data.WaitForAsync(Hosts.Grace, "<four@v1.contoso.example>");

            var mail = Mail.New("new mail in upgraded data").By(Hosts.Ada);
            var sent = await Swaks.SubmitAsync(
                Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles, mail.Octets, "--auth-password", Password);
            Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
            await Data.WaitForAsync(Hosts.Charles, mail.Id);
            Assert.Equal((0, ""), await office.StopAsync());
            Assert.Equal((0, ""), await cloud.StopAsync());
        }

        var entries = (await Command.JsonAsync("audit", "list", "--data", Site)).EnumerateArray()
            .Select(entry => entry.GetProperty("what").GetString()).ToList();
        Assert.Equal(
            ["data.upgraded", "site.started", "queue.release", "queue.release", "site.stopped"], entries);
        await Command.JsonAsync("audit", "verify", "--data", folder.File("data"));
    }

    [Fact]
    public async Task An_upgrade_that_was_cut_before_its_marker_is_made_good()
    {
        CopyVersion1();
        using var names = new Names();
        await StartAndStopAsync();
        File.Delete($"{Site}/format");
        await StartAndStopAsync();

        var entries = (await Command.JsonAsync("audit", "list", "--data", Site)).EnumerateArray()
            .Select(entry => entry.GetProperty("what").GetString()).ToList();
        Assert.Single(entries, "data.upgraded");
        Assert.True(File.Exists($"{Site}/format"));
    }

    [Fact]
    public async Task Domains_that_were_served_before_are_taken_over_and_new_ones_are_proved_first()
    {
        CopyVersion1();
        await File.WriteAllTextAsync($"{Site}/format", "3\n", TestContext.Current.CancellationToken);
        using var names = new Names();
        var file = LabFile.Replaced(folder, "{ type: authoritative, verify: no }", "{ type: authoritative }");
        await using (var cloud = await StartWithAsync(file, "cloud"))
        {
            Assert.Equal(["taken-over"], await StandingsAsync());
            var mail = Mail.New("as before").By(Hosts.Ada);
            var sent = await Swaks.SubmitAsync(
                Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles, mail.Octets, "--auth-password", Password);
            Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
            await Data.WaitForAsync(Hosts.Charles, mail.Id);

            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(
                file, TestContext.Current.CancellationToken)).Replace(
                    "domains:\n", "domains:\n  woodgrove.example: { type: authoritative }\n",
                    StringComparison.Ordinal), TestContext.Current.CancellationToken);
            var reload = await Command.CausewayAsync("reload", "--data", Data.Path);
            Assert.True(reload.ExitCode == 0, reload.ToString());
            Assert.Equal(["pending", "taken-over"], await StandingsAsync());
            Assert.Equal((0, ""), await cloud.StopAsync());
        }

        await using var again = await StartWithAsync(file, "cloud");
        Assert.Equal(["pending", "taken-over"], await StandingsAsync());
    }

    [Theory]
    [InlineData("5\n", "version 5", "Install the program that wrote them")]
    [InlineData("two\n", "'two'", "restore a backup")]
    [InlineData("", "''", "restore a backup")]
    public async Task What_this_program_does_not_know_is_refused_by_every_command_and_left_alone(
        string marker, string found, string what)
    {
        CopyVersion1();
        await File.WriteAllTextAsync($"{Site}/format", marker, TestContext.Current.CancellationToken);
        var before = Contents();
        foreach (var command in (string[][])
            [
                ["up", Repository.LabTopology, "--site", "cloud", "--lab"], ["trace"], ["mailbox", "list", Hosts.Ada],
                ["backup", "--to", folder.File("backups")], ["trace", "--follow"],
            ])
        {
            var result = await Command.CausewayAsync([.. command, "--data", folder.File("data")]);

            Assert.True(result.ExitCode == 3, result.ToString());
            Assert.Contains(found, result.Error, StringComparison.Ordinal);
            Assert.Contains(what, result.Error, StringComparison.Ordinal);
            Assert.Contains($"{Site}/format", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, Contents());
    }

    public void Dispose() => folder.Dispose();

    private void CopyVersion1()
    {
        var source = Repository.Path("tests/EndToEnd.Tests/Keeping/version-1/cloud");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = file.Replace(source, Site, StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        Assert.True(Directory.Exists($"{Site}/spool"));
    }

    private async Task AssertMailboxesAsync()
    {
        await Data.WaitForAsync(Hosts.Ada, "<one@v1.contoso.example>");
        await Data.WaitForAsync(Hosts.Charles, "<two@v1.contoso.example>");
        var text = await Data.WaitForTextAsync(Hosts.Ada, "<three@v1.contoso.example>");
        Assert.EndsWith("In a mailbox and in the queue.\r\n\r\n\r\n", text, StringComparison.Ordinal);
    }

    private async Task StartAndStopAsync()
    {
        await using var cloud = await StartAsync("cloud");
        Assert.Equal((0, ""), await cloud.StopAsync());
    }

    private async Task<string[]> StandingsAsync() =>
    [
        .. (await Command.JsonAsync("domain", "list", "--data", Data.Path)).EnumerateArray()
            .Select(row => Timeline.Text(row, "standing")!).Order(StringComparer.Ordinal),
    ];

    private Task<CausewayProcess> StartWithAsync(string file, string site) => CausewayProcess.StartAsync(
        "up", file, "--site", site, "--data", folder.File("data"), "--lab");

    // The mail of the fixture grows older than traces are kept by default.
    private Task<CausewayProcess> StartAsync(string site) => CausewayProcess.StartAsync(
        "up", LabFile.Replaced(folder, "outage: 1d\n", "outage: 1d\ntrace: { keep: 3650d }\n"), "--site", site,
        "--data", folder.File("data"), "--lab");

    private List<string> Contents() =>
    [
        .. Directory.EnumerateFiles(Site, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(file))}"),
    ];
}
