using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Watching;

/// <summary>
/// Every alert, raised as it happens and cleared as an administrator would; status says what is wrong, where, since
/// when and what to do, and each target hears of both once.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class AlertTests
{
    [Fact]
    public async Task A_neighbour_that_is_down_and_the_queue_before_it()
    {
        await using var sites = await StartAsync("queue-length: 1\n  queue-age: 2s");
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);

        var status = await sites.ShownAsync("neighbour-down");
        Assert.Contains("CRITICAL  neighbour-down  cloud: office", status, StringComparison.Ordinal);
        Assert.Contains("office has taken nothing since", status, StringComparison.Ordinal);
        Assert.Contains("451 4.4.1", status, StringComparison.Ordinal);
        Assert.Contains("where  the way from cloud to office (mail.contoso.example)", status, StringComparison.Ordinal);
        Assert.Contains("causeway queue retry --destination office", status, StringComparison.Ordinal);
        Assert.Contains("2 copies wait, more than 1.", await sites.ShownAsync("queue-long"), StringComparison.Ordinal);
        Assert.Contains("longer than 2 s", await sites.ShownAsync("queue-old"), StringComparison.Ordinal);

        sites.Configure("office");
        await sites.StartAsync("office");
        await sites.AssertToldOnceAsync("neighbour-down", "office");
        await sites.AssertToldOnceAsync("queue-long", "queue");
        await sites.AssertToldOnceAsync("queue-old", "queue");
        await sites.AssertQuietAsync();
        Assert.DoesNotContain("a-secret-token", sites.Process("cloud").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_that_is_held()
    {
        await using var sites = await StartAsync();
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);
        await Patience.UntilAsync("the copy to be held", async () =>
            (await Command.CausewayAsync("queue", "hold", "--all", "--data", sites.Data)).ExitCode == 0 ? "so" : null);

        var status = await sites.ShownAsync("mail-held");
        Assert.Contains("1 copy is held", status, StringComparison.Ordinal);
        Assert.Contains("causeway queue release", status, StringComparison.Ordinal);

        var dropped = await Command.CausewayAsync("queue", "drop", "--all", "--data", sites.Data);
        Assert.True(dropped.ExitCode == 0, dropped.ToString());
        await sites.AssertToldOnceAsync("mail-held", "queue");
    }

    [Fact]
    public async Task A_door_that_is_tried()
    {
        await using var sites = await StartAsync("quiet: 3s");
        await using (var talk = await SmtpTalk.GreetAsync(Hosts.Cloud))
        {
            await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
            Assert.Equal("550 5.7.51", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
            Assert.Equal("550 5.7.51", (await talk.SayAsync($"RCPT TO:<{Hosts.Charles}>")).Status);
        }

        var status = await sites.ShownAsync("door-tried", isNotice: true);
        Assert.Contains("127.0.0.101 was refused 2 times", status, StringComparison.Ordinal);
        Assert.Contains("550 5.7.51", status, StringComparison.Ordinal);
        await sites.AssertToldOnceAsync("door-tried", "127.0.0.101 (rule 3a)");
        await sites.AssertQuietAsync();
    }

    [Fact]
    public async Task A_link_that_is_broken()
    {
        await using var sites = await StartAsync();

        // The office waits for another certificate than the one that the cloud shows.
        sites.Configure("office", change: text => text
            + "connectors: [{ from: cloud, to: office, certificate: another.contoso.example }]\n");
        await sites.StartAsync("office");
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);

        var status = await sites.ShownAsync("link-broken");
        Assert.Contains("office does not recognize cloud; 1 copy waits", status, StringComparison.Ordinal);
        Assert.Contains("5.7.51", status, StringComparison.Ordinal);
        Assert.Contains("the connector from cloud to office", status, StringComparison.Ordinal);

        await sites.StopAsync("office");
        sites.Configure("office");
        await sites.StartAsync("office");
        await Command.CausewayAsync("queue", "retry", "--destination", "office", "--data", sites.Data);
        await sites.AssertToldOnceAsync("link-broken", "office");
    }

    [Fact]
    public async Task A_loop()
    {
        const string Orbit = "orbit@contoso.example";
        await using var sites = await StartAsync("quiet: 3s", rows => $"{rows}{Orbit},mailbox,office,,,,\n");
        sites.Configure(
            "office", change: text => text.Replace("directory: cloud", "directory: office", StringComparison.Ordinal),
            changeRows: rows => $"{rows}{Orbit},mailbox,cloud,,,,\n");
        await sites.StartAsync("office");
        await AlertedSites.SubmitAsync(Hosts.Ada, Orbit);

        var status = await sites.ShownAsync("loop");
        Assert.Contains($"1 message for {Orbit} went in a circle", status, StringComparison.Ordinal);
        Assert.Contains("554 5.4.14", status, StringComparison.Ordinal);
        Assert.Contains($"causeway trace --to {Orbit}", status, StringComparison.Ordinal);
        await Patience.UntilAsync("the end of the loop", () => Task.FromResult(
            sites.Posted.Contains(new Heard("cleared", "loop", Orbit)) ? "over" : null));
    }

    [Fact]
    public async Task A_recipients_file_that_is_refused()
    {
        await using var sites = await StartAsync();
        var good = await File.ReadAllTextAsync(sites.Csv("cloud"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            sites.Csv("cloud"), good + "hedy@contoso.example,letterbox,office,,,,\n",
            TestContext.Current.CancellationToken);

        var status = await sites.ShownAsync("reload-refused");
        Assert.Contains("'letterbox'", status, StringComparison.Ordinal);
        Assert.Contains($"Mend {sites.Csv("cloud")}", status, StringComparison.Ordinal);

        await File.WriteAllTextAsync(sites.Csv("cloud"), good, TestContext.Current.CancellationToken);
        await sites.AssertToldOnceAsync("reload-refused", sites.Csv("cloud"));
        Assert.Contains("last taken", await sites.AssertQuietAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_told_of_until_another_one_is_in_its_place()
    {
        await using var sites = await StartAsync();
        var path = new DataFolder(sites.Data).Identity("cloud");
        var good = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await sites.StopAsync("cloud");
        await File.WriteAllTextAsync(path, Identity.Shortened(
            good, Path.Combine(sites.Data, "contoso-authority.key"), "causeway:contoso/cloud", TimeSpan.FromDays(5)),
            TestContext.Current.CancellationToken);
        await sites.StartAsync("cloud");

        var status = await sites.ShownAsync("certificate");
        Assert.Contains("CRITICAL  certificate, 7 days  cloud", status, StringComparison.Ordinal);
        Assert.Contains("causeway:contoso/cloud ends in 4 days", status, StringComparison.Ordinal);
        Assert.Contains("causeway identity FILE --site cloud", status, StringComparison.Ordinal);

        await sites.StopAsync("cloud");
        await File.WriteAllTextAsync(path, good, TestContext.Current.CancellationToken);
        await sites.StartAsync("cloud");
        await sites.AssertToldOnceAsync("certificate", path);
    }

    [Fact]
    public async Task A_disk_that_fills_up()
    {
        const string OnOwnDisk = "mkdir -p \"$0\" && mount -t tmpfs -o size=400m causeway \"$0\" && exec \"$@\"";
        await LabAddresses.WaitUntilFreeAsync();
        await using var sites = new AlertedSites();
        sites.Configure("cloud", diskFree: "300MiB");
        await sites.StartAsync("cloud", "unshare", "-rm", "sh", "-c", OnOwnDisk, sites.Data);
        var seen = $"/proc/{sites.Process("cloud").Id}/root{sites.Data}";
        await using var filler = File.Create(Path.Combine(seen, "filler"));
        Fill(filler, 120);
        var status = await sites.ShownAsync("disk-low", seen);
        Assert.Contains("are free, less than 300 MiB; the reserve is 64 MiB.", status, StringComparison.Ordinal);
        Assert.Contains("where  the data folder of cloud", status, StringComparison.Ordinal);

        Fill(filler, 80);
        status = await sites.ShownAsync("mail-refused", seen);
        Assert.Contains("CRITICAL  mail-refused, strangers  cloud", status, StringComparison.Ordinal);
        Assert.Contains("452 4.3.1", status, StringComparison.Ordinal);

        filler.SetLength(0);
        await Patience.UntilAsync("both to be over", () => Task.FromResult(
            sites.Commanded.Count(heard => heard.Event == "cleared") == 2 ? "over" : null));
        Heard[] expected =
        [
            new("raised", "disk-low", "disk"), new("raised", "mail-refused", "mail"),
            new("cleared", "mail-refused", "mail"), new("cleared", "disk-low", "disk"),
        ];
        Assert.Equal(expected.ToHashSet(), sites.Commanded.ToHashSet());
        Assert.Equal(4, sites.Commanded.Count);
    }

    [Fact]
    public async Task A_neighbour_whose_clock_is_ahead()
    {
        await using var sites = await StartAsync("quiet: 3s");
        using var filter = Identity.Issued(
            Path.Combine(sites.Data, "contoso-authority.key"), "causeway:contoso/filter");
        await using (var talk = await SmtpTalk.GreetAsync(Hosts.Cloud, Hosts.Filter.Address, filter))
        {
            await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
            Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
            await talk.SayAsync("DATA");
            var ahead = TraceIdAt(TimeProvider.System.GetUtcNow().AddMinutes(10));
            var end = await talk.SayAsync($"X-Causeway-Trace: id={ahead}\r\nSubject: later\r\n\r\nx\r\n.");
            Assert.Equal("250 2.0.0", end.Status);
        }

        var status = await sites.ShownAsync("clock-apart");
        Assert.Contains("Mail that filter handed in", status, StringComparison.Ordinal);
        await sites.AssertToldOnceAsync("clock-apart", "filter");
    }

    [Fact]
    public async Task A_site_that_stopped_and_a_target_that_fails()
    {
        await using var sites = await StartAsync();
        var told = await Command.CausewayAsync("alerts", "test", "--data", sites.Data);
        Assert.Equal(0, told.ExitCode);
        Assert.Contains("cloud  command sh  told", told.Output, StringComparison.Ordinal);
        Assert.Contains($"cloud  mail {Hosts.Charles}  told", told.Output, StringComparison.Ordinal);
        Assert.Equal(new Heard("test", "test", "test"), Assert.Single(sites.Posted));

        File.Delete(sites.CommandFile);
        Directory.CreateDirectory(sites.CommandFile);
        told = await Command.CausewayAsync("alerts", "test", "--data", sites.Data);
        Assert.Equal(1, told.ExitCode);
        Assert.Contains("cloud  command sh  FAILED: /bin/sh ended with exit code", told.Output,
            StringComparison.Ordinal);
        Assert.Contains("Nothing could be told to command sh", await sites.ShownAsync("target-failing"),
            StringComparison.Ordinal);

        await sites.StopAsync("cloud");
        var status = await sites.ShownAsync("site-silent");
        Assert.Contains("cloud  STOPPED; last seen", status, StringComparison.Ordinal);
        Assert.Contains("causeway up FILE --site cloud", status, StringComparison.Ordinal);
    }

    // Blocks that are written, not a hole: a hole takes no room.
    private static void Fill(FileStream filler, int megabytes)
    {
        var block = new byte[1 << 20];
        for (var i = 0; i < megabytes; i++)
        {
            filler.Write(block);
        }

        filler.Flush();
    }

    // Ten characters of Crockford's base32 for the time, sixteen by chance.
    private static string TraceIdAt(DateTimeOffset time)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var digits = Enumerable.Range(0, 10)
            .Select(i => Alphabet[(int)(time.ToUnixTimeMilliseconds() >> (5 * (9 - i))) & 31]);
        return string.Concat(digits) + "0000000000000000";
    }

    private static async Task<AlertedSites> StartAsync(string alerts = "", Func<string, string>? rows = null)
    {
        await LabAddresses.WaitUntilFreeAsync();
        var sites = new AlertedSites();
        try
        {
            sites.Configure("cloud", alerts, changeRows: rows);
            await sites.StartAsync("cloud");
            await sites.SetPasswordAsync(Hosts.Ada);
            return sites;
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }
}
