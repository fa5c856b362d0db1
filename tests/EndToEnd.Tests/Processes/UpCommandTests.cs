using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>When a site does not start, it says why and what to do.</summary>
[Collection(LabAddresses.Collection)]
public sealed class UpCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_site_that_listens_beyond_loopback_refuses_the_labs_options()
    {
        var result = await UpAsync(Topology("127.0.0.30:2525", "0.0.0.0:2525"), "office", "--lab");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("office listens beyond 127.0.0.0/8", result.Error, StringComparison.Ordinal);
        Assert.Contains("--lab", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_with_the_labs_authority_refuses_to_listen_beyond_loopback()
    {
        var local = Topology("127.0.0.30:2525", "127.0.0.30:2525");
        await LabAddresses.WaitUntilFreeAsync();
        await using (var site = await CausewayProcess.StartAsync(
            "up", local, "--site", "office", "--data", folder.File("data"), "--lab"))
        {
            Assert.Equal((0, ""), await site.StopAsync());
        }

        var result = await UpAsync(Topology("127.0.0.30:2525", "0.0.0.0:2525"), "office");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("the lab's authority", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notify")]
    [InlineData("@causeway-test-notify")]
    public async Task A_service_manager_hears_when_a_site_is_ready_and_when_it_stops(string name)
    {
        var path = name[0] == '@' ? name : folder.File(name);
        using var manager = new NotifySocket(path);
        await LabAddresses.WaitUntilFreeAsync();
        await using var site = await CausewayProcess.StartByAsync(
            "env", $"NOTIFY_SOCKET={path}", Repository.Launcher, "up", Repository.LabTopology, "--site", "office",
            "--data", folder.File("data"), "--lab");

        Assert.Equal("READY=1", await manager.NextAsync());
        Assert.Equal((0, ""), await site.StopAsync());
        Assert.Equal("STOPPING=1", await manager.NextAsync());
    }

    [Fact]
    public async Task A_service_manager_that_does_not_hear_is_told_of()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var result = await Command.RunAsync("env",
        [
            $"NOTIFY_SOCKET={folder.File("nobody")}", Repository.Launcher, "up", Repository.LabTopology, "--site",
            "office", "--data", folder.File("data"), "--lab",
        ]);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("NOTIFY_SOCKET", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_site_is_a_usage_error_that_names_those_there_are()
    {
        var result = await UpAsync(Repository.LabTopology, "no-such-site", "--lab");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("filter, cloud, office", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_of_another_platform_is_not_run()
    {
        var file = Topology("    kind: cloud\n", "    kind: cloud\n    platform: exchange-online\n");

        var result = await UpAsync(file, "cloud", "--lab");

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("another platform", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_identity_it_says_how_to_make_one_and_with_it_it_starts()
    {
        var file = Topology("127.0.0.30:2525", "127.0.0.30:2525");
        var without = await UpAsync(file, "office");

        Assert.Equal((3, ""), (without.ExitCode, without.Output));
        Assert.Contains($"causeway identity {file} --site office", without.Error, StringComparison.Ordinal);

        var issued = await Command.CausewayAsync("identity", file, "--site", "office");
        Assert.True(issued.ExitCode == 0, issued.ToString());
        await LabAddresses.WaitUntilFreeAsync();
        await using var site = await CausewayProcess.StartAsync(
            "up", file, "--site", "office", "--data", folder.File("data"));
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Office);
        Assert.Equal((0, ""), await site.StopAsync());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var squatter = new Sink(Hosts.Office);

        var result = await UpAsync(Repository.LabTopology, "office", "--lab");

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains("127.0.0.30:2525", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_processes_do_not_share_a_data_folder()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var first = await CausewayProcess.StartAsync(
            "up", Repository.LabTopology, "--site", "office", "--data", folder.File("data"), "--lab");

        var second = await UpAsync(
            Topology("127.0.0.30:2525", "127.0.0.31:2525"), "office", "--lab");

        Assert.Equal((3, ""), (second.ExitCode, second.Output));
        Assert.Contains("office", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGTERM_ends_it_although_one_client_is_silent_and_another_in_the_middle_of_a_message()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var site = await CausewayProcess.StartAsync(
            "up", Repository.LabTopology, "--site", "filter", "--data", folder.File("data"), "--lab");
        await using var silent = await SmtpTalk.GreetAsync(Hosts.Filter);
        await using var busy = await SmtpTalk.GreetAsync(Hosts.Filter);
        await busy.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        await busy.SayAsync($"RCPT TO:<{Hosts.Ada}>");
        await busy.SayAsync("DATA");
        var id = Mail.NewId();
        await busy.WriteAsync($"Message-ID: {id}\r\n\r\nhalf a message\r\n");

        Assert.Equal((0, ""), await site.StopAsync());

        Assert.Empty(await new DataFolder(folder.File("data")).TraceAsync("--message-id", id));
    }

    private Task<CommandResult> UpAsync(string file, string site, params string[] more) =>
        Command.CausewayAsync(["up", file, "--site", site, "--data", folder.File("data"), .. more]);

    private string Topology(string old, string changed) => LabFile.Replaced(folder, old, changed);
}
