using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Keeping;

/// <summary><c>verify</c> as an administrator calls it, at a running site and at a stopped one with damage.</summary>
[Collection(LabAddresses.Collection)]
public sealed class VerifyCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Site => folder.File("data/cloud");

    private DataFolder Data => new(folder.File("data"));

    [Fact]
    public async Task A_running_site_is_good_and_damage_is_told_with_its_mail_and_its_cure()
    {
        using var names = new Names();
        var mail = Mail.New("to be damaged").By(Hosts.Ada);
        await using (var cloud = await StartAsync())
        {
            var set = await Command.RunAsync(
                Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", folder.File("data")],
                "a-password-of-the-test\n");
            Assert.True(set.ExitCode == 0, set.ToString());
            var sent = await Swaks.SubmitAsync(
                Hosts.CloudSubmission, Hosts.Ada, Hosts.Charles, mail.Octets, "--auth-password",
                "a-password-of-the-test");
            Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
            await Data.WaitForOutcomeAsync(mail.Id, "delivered");
            var running = (await Command.JsonAsync("verify", "--data", folder.File("data")))[0];
            Assert.True(running.GetProperty("running").GetBoolean());
            Assert.Equal(1, running.GetProperty("compared").GetInt32());
            Assert.Equal((0, ""), await cloud.StopAsync());
        }

        var stored = Directory.GetFiles($"{Site}/mailboxes/{Hosts.Charles}/new").Single();
        foreach (var path in (string[])[stored, $"{Site}/directory/log"])
        {
            var octets = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            byte[] changed = [.. octets];
            changed[^40] ^= 1;
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);

            var result = await Command.CausewayAsync("verify", "--data", folder.File("data"), "--json");

            Assert.True(result.ExitCode == 1, result.ToString());
            var finding = result.Json[0].GetProperty("findings").EnumerateArray()
                .Single(finding => finding.GetProperty("damage").GetBoolean());
            Assert.EndsWith(finding.GetProperty("file").GetString()!, path, StringComparison.Ordinal);
            if (path == stored)
            {
                AssertNames(finding, mail.Id);
            }

            await File.WriteAllBytesAsync(path, octets, TestContext.Current.CancellationToken);
        }

        var text = await Command.CausewayAsync("verify", "--data", folder.File("data"));
        Assert.Contains("cloud  good", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_others_can_read_is_damage_and_rot_shows_against_a_backup()
    {
        using var names = new Names();
        await using (var cloud = await StartAsync())
        {
            Assert.Equal((0, ""), await cloud.StopAsync());
        }

        var identity = $"{Site}/identity.pem";
        await Command.JsonAsync("backup", "--data", folder.File("data"), "--to", folder.File("backups"));
        var octets = await File.ReadAllBytesAsync(identity, TestContext.Current.CancellationToken);
        var written = File.GetLastWriteTimeUtc(identity);

        // In the last block, a secret of random octets: nothing but a backup says what they must be.
        octets[^60] ^= 1;
        await File.WriteAllBytesAsync(identity, octets, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(identity, written);
        var rotten = await Command.CausewayAsync(
            "verify", "--data", folder.File("data"), "--backups", folder.File("backups"));
        Assert.True(rotten.ExitCode == 1, rotten.ToString());
        Assert.Contains("identity.pem: It has the size and the time", rotten.Output, StringComparison.Ordinal);

        File.SetUnixFileMode(identity, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var open = await Command.CausewayAsync("verify", "--data", folder.File("data"));
        Assert.True(open.ExitCode == 1, open.ToString());
        Assert.Contains("chmod 600", open.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertNames(JsonElement finding, string messageId)
    {
        var affected = finding.GetProperty("affected").EnumerateArray().Single();
        Assert.Equal(messageId, affected.GetProperty("messageId").GetString());
        Assert.Equal(Hosts.Charles, affected.GetProperty("recipients")[0].GetString());
        Assert.Contains("backup", finding.GetProperty("cure").GetString(), StringComparison.Ordinal);
    }

    private Task<CausewayProcess> StartAsync() => CausewayProcess.StartAsync(
        "up", Repository.LabTopology, "--site", "cloud", "--data", folder.File("data"), "--lab");
}
