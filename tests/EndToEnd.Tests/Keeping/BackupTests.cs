using System.Text.Json;
using Causeway.EndToEnd.Tests.CrashLedger;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Keeping;

/// <summary>
/// A backup is taken under load, the site is destroyed, and the backup restored: what was accepted before the backup
/// began is there, and nothing is delivered twice but what the log of the backup had not seen delivered.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class BackupTests(ITestOutputHelper output) : IDisposable
{
    private const string Bob = "bob@woodgrove.example";

    /// <summary>The client counts as the office by its address, and may relay; the office itself is down.</summary>
    private const string Topology = """
        organization: contoso
        domains:
          contoso.example: { type: authoritative, verify: no }
        sites:
          cloud:
            kind: cloud
            host: contoso-example.mail.cloud.example
            addresses: [127.0.0.20]
            listen: [127.0.0.20:2525]
          office:
            kind: on-premises
            host: mail.contoso.example
            addresses: [127.0.0.30]
            listen: [127.0.0.30:2525]
        mail-flow:
          inbound:  internet -> cloud -> office
          outbound: office -> cloud -> internet
          internal: office <-> cloud
        connectors:
          - { from: office, to: cloud, identify-by: address, tls: none }
        recipients: recipients.csv
        """;

    private readonly TemporaryFolder folder = new();

    private string Site => folder.File("data/cloud");

    [Fact]
    public async Task What_was_accepted_before_a_backup_under_load_is_there_when_the_site_was_destroyed()
    {
        using var names = new Names();
        var received = folder.File("received");
        await using var sink = LedgerProcess.Sink(received, seed: 7);
        await sink.TellAsync("calm");
        using var client = new LoadClient([Hosts.Ada, Hosts.Grace, Bob]);
        JsonElement first, second;
        await using (var site = await StartAsync())
        {
            client.Start(connections: 4);
            await client.PassAsync(200);
            first = await BackUpAsync();
            await client.PassAsync(200);
            second = await BackUpAsync();
            await client.PassAsync(200);
            await site.KillAsync();
        }

        await client.StopAsync();
        Directory.Delete(folder.File("data"), recursive: true);
        var began = second.GetProperty("began").GetDateTimeOffset();
        var due = client.Accepted.Where(one => one.Value < began).Select(one => one.Key).ToList();
        Assert.True(due.Count > 400, $"only {due.Count} messages were accepted before the backup");
        Assert.InRange(
            second.GetProperty("copiedFiles").GetInt32(), 1,
            second.GetProperty("files").GetInt32() - first.GetProperty("files").GetInt32() + 20);

        await Command.JsonAsync("backup", "verify", folder.File("backups"));
        var restored = (await Command.JsonAsync("restore", folder.File("backups"), "--data", folder.File("data")))[0];
        await Command.JsonAsync("audit", "verify", "--data", Site);

        // What the log of the backup knows to have been relayed must not be relayed again.
        var log = new SiteBook($"{Site}/spool");
        await log.ReadOnAsync();
        var before = Receipts(received);
        await using (var site = await StartAsync())
        {
            Assert.DoesNotContain("Recovery", site.Errors, StringComparison.Ordinal);
            await Patience.UntilAsync("the queue to drain", async () => await WaitingForBobAsync() == 0 ? "" : null);
            var inMailbox = await SubjectsAsync();
            var queued = await QueuedAsync();
            Assert.Equal((0, ""), await site.StopAsync());
            await sink.EndAsync();
            var after = Receipts(received);
            Report(restored, client.Accepted.Count, due, inMailbox, queued, before, after);

            Assert.Empty(due.Except(inMailbox));
            Assert.Equal(inMailbox.Distinct(), inMailbox);
            Assert.Empty(due.Except(queued));
            Assert.Equal(queued.Distinct(), queued);
            Assert.Empty(due.Except(after.Keys));
            Assert.DoesNotContain(
                after, one => one.Value > before.GetValueOrDefault(one.Key) && log.EndsOf(one.Key, Bob).Count > 0);
            Assert.DoesNotContain(after, one => one.Value > before.GetValueOrDefault(one.Key) + 1);
        }
    }

    [Fact]
    public async Task A_restore_that_holds_sends_nothing_until_it_is_released()
    {
        using var names = new Names();
        using var client = new LoadClient([Hosts.Grace, Bob]);
        await using (var site = await StartAsync())
        {
            client.Start(connections: 1);
            await client.PassAsync(20);
            await BackUpAsync();
            await client.StopAsync();
            var refused = await Command.CausewayAsync(
                "restore", folder.File("backups"), "--data", folder.File("data"), "--replace");
            Assert.True(refused.ExitCode == 3, refused.ToString());
            Assert.Contains("in use", refused.Error, StringComparison.Ordinal);
            Assert.Equal((0, ""), await site.StopAsync());
        }

        var full = await Command.CausewayAsync("restore", folder.File("backups"), "--data", folder.File("data"));
        Assert.True(full.ExitCode == 3, full.ToString());
        Assert.Contains("--replace", full.Error, StringComparison.Ordinal);

        var restored = (await Command.JsonAsync(
            "restore", folder.File("backups"), "--data", folder.File("data"), "--replace", "--hold"))[0];
        var queue = restored.GetProperty("queue");
        Assert.Equal(0, queue.GetProperty("waiting").GetInt32());
        Assert.True(queue.GetProperty("held").GetInt32() >= 40, restored.ToString());
        Assert.True(Directory.Exists(restored.GetProperty("movedTo").GetString()));

        await using (var site = await StartAsync())
        {
            var held = await Command.JsonAsync("queue", "list", "--data", folder.File("data"));
            Assert.All(
                held.EnumerateArray().SelectMany(copy => copy.GetProperty("recipients").EnumerateArray()),
                recipient => Assert.Equal("held", recipient.GetProperty("state").GetString()));
            var released = await Command.CausewayAsync("queue", "release", "--all", "--data", folder.File("data"));
            Assert.True(released.ExitCode == 0, released.ToString());
            Assert.Equal((0, ""), await site.StopAsync());
        }

        Assert.Contains(
            "restore.made",
            (await Command.JsonAsync("audit", "list", "--data", Site)).EnumerateArray()
                .Select(entry => entry.GetProperty("what").GetString()));
    }

    public void Dispose() => folder.Dispose();

    private async Task<CausewayProcess> StartAsync()
    {
        folder.Write(
            "recipients.csv",
            $"address,kind,site\nalice@contoso.example,mailbox,cloud\n{Hosts.Ada},mailbox,cloud\n"
            + $"{Hosts.Grace},mailbox,office\n");
        return await CausewayProcess.StartAsync(
            "up", folder.Write("causeway.yaml", Topology), "--site", "cloud", "--data", folder.File("data"), "--lab");
    }

    private async Task<JsonElement> BackUpAsync() => (await Command.JsonAsync(
        "backup", "--data", folder.File("data"), "--to", folder.File("backups")))[0];

    private async Task<int> WaitingForBobAsync() =>
        (await Command.JsonAsync("queue", "list", "--destination", Bob, "--data", folder.File("data")))
        .GetArrayLength();

    private async Task<List<string>> SubjectsAsync() =>
    [
        .. (await Command.JsonAsync("mailbox", "list", Hosts.Ada, "--data", folder.File("data"))).EnumerateArray()
            .Select(message => message.GetProperty("subject").GetString()!),
    ];

    private async Task<List<string>> QueuedAsync() =>
    [
        .. (await Command.JsonAsync("queue", "list", "--data", folder.File("data"))).EnumerateArray()
            .Select(copy => copy.GetProperty("messageId").GetString()!.Split('<', '@')[1]),
    ];

    // TIME 250 NAME HASH RECIPIENTS
    private static Dictionary<string, int> Receipts(string received) => File.ReadLines(received)
        .Select(line => line.Split(' ')).Where(words => words[1] == "250").CountBy(words => words[2])
        .ToDictionary(count => count.Key, count => count.Value);

    private void Report(
        JsonElement restored, int accepted, List<string> due, List<string> inMailbox, List<string> queued,
        Dictionary<string, int> before, Dictionary<string, int> after)
    {
        output.WriteLine(
            $"{accepted} messages accepted, {due.Count} of them before the second backup began; restored {restored}");
        output.WriteLine(
            $"of these {due.Intersect(inMailbox).Count()} in the mailbox, {due.Intersect(queued).Count()} in the queue"
            + $", {due.Intersect(after.Keys).Count()} relayed; relayed a second time, as the log of the backup allows: "
            + $"{after.Count(one => one.Value > 1)}; relayed before the end {before.Count}, after the restore "
            + $"{after.Values.Sum() - before.Values.Sum()}");
    }
}
