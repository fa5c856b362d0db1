using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>
/// A site on a disk of its own that fills up: strangers are refused first, the organization last, what was accepted
/// stays, and with room again everything goes on by itself.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class FullDiskTests : IDisposable
{
    private const string Password = "a-password-of-the-test";
    private const long Megabyte = 1L << 20;

    // A file system in memory, in a mount namespace that ends with the process; needs no right on the machine's own.
    private const string OnOwnDisk = "mount -t tmpfs -o size=400m causeway \"$0\" && exec \"$@\"";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_disk_that_fills_up_refuses_strangers_first_loses_nothing_and_recovers_by_itself()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var names = new Names();
        await using var site = await CausewayProcess.StartByAsync(
            "unshare", "-rm", "sh", "-c", OnOwnDisk, folder.Path, Repository.Launcher,
            "up", Repository.LabTopology, "--site", "cloud", "--data", folder.Path, "--lab");
        var seen = $"/proc/{site.Id}/root{folder.Path}";
        var data = new DataFolder(seen);
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", seen], Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        await using var filler = File.Create(Path.Combine(seen, "filler"));

        Assert.Equal("250", await StrangerAsync());
        var accepted = new List<string> { await AcceptAsync() };

        Leave(filler, 200 * Megabyte);
        await Patience.UntilAsync("strangers to be refused", async () => await StrangerAsync() == "452" ? "so" : null);
        accepted.Add(await AcceptAsync());

        Leave(filler, 30 * Megabyte);
        var refused = await Patience.UntilAsync("users to be refused", async () =>
            await SubmitAsync(Mail.Delicate().By(Hosts.Ada)) is { ExitCode: not Swaks.Done } result ? result : null);
        Assert.Contains("452 4.3.1", refused.Output, StringComparison.Ordinal);
        Assert.Equal("452", await StrangerAsync());

        filler.SetLength(0);
        await Patience.UntilAsync("strangers to be served", async () => await StrangerAsync() == "250" ? "so" : null);
        accepted.Add(await AcceptAsync());

        foreach (var id in accepted)
        {
            await data.WaitForAsync("charles@contoso.example", id);
        }

        Assert.Equal((0, ""), await site.StopAsync());
    }

    private static Task<CommandResult> SubmitAsync(Mail mail) => Swaks.SubmitAsync(
        Hosts.CloudSubmission, Hosts.Ada, "charles@contoso.example", mail.Octets, "--auth-password", Password);

    private static async Task<string> AcceptAsync()
    {
        var mail = Mail.Delicate().By(Hosts.Ada);
        var sent = await SubmitAsync(mail);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        return mail.Id;
    }

    // What a stranger reads at MAIL, before any door.
    private static async Task<string> StrangerAsync()
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Cloud);
        return (await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>")).Lines[0][..3];
    }

    // Blocks that are written, not a hole: a hole takes no room.
    private static void Leave(FileStream filler, long octets)
    {
        var free = new DriveInfo(Path.GetDirectoryName(filler.Name)!).AvailableFreeSpace;
        var block = new byte[Megabyte];
        filler.Seek(0, SeekOrigin.End);
        for (; free > octets; free -= block.Length)
        {
            filler.Write(block);
        }

        filler.Flush();
    }
}
