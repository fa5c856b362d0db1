using System.Net;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>The life of the package on a Debian 12 system that has no .NET: its own runtime must do.</summary>
[Collection(LabAddresses.Collection)]
[Trait("Category", "Long")]
public sealed class InstallTests(BuiltPackages packages, ITestOutputHelper output) : IClassFixture<BuiltPackages>
{
    private const string Defaults = "/etc/default/causeway";
    private const string Edited = "# Edited by the administrator.\n";
    private const int MessagesBetween = 50;

    // In tenths, as --threshold takes it; 0 would be a service that does nothing.
    private const int MostExposed = 20;

    private const string Password = "a-password-of-the-test";

    private static readonly IPEndPoint LowPort = new(Hosts.Filter.Address, 25);

    [Fact]
    public async Task Mail_survives_everything_but_a_purge()
    {
        await using var root = await DebianRoot.CreateAsync();
        await using var sites = new InstalledSites(root);

        var (kept, queued) = await LiveWithTheVersionBeforeAsync(root, sites);
        await UpgradeAsync(root, sites, kept, queued);
        var reloaded = await ReloadUnderLoadAsync(sites);

        foreach (var site in sites.Running.ToList())
        {
            await sites.StopAsync(site);
        }

        Assert.Empty(await StrangersAsync(root));
        var files = await MailAsync(root);
        await root.AskAsync("dpkg", "--remove", "causeway");
        Assert.False(root.Has("/usr/bin/causeway"));
        Assert.False(root.Has("/usr/lib/causeway"));
        Assert.Equal(Edited, File.ReadAllText(root.File(Defaults)));
        Assert.Equal(files, await MailAsync(root));

        await root.AskAsync("dpkg", "--purge", "causeway");
        Assert.All((string[])["/var/lib/causeway", "/etc/causeway", Defaults], path => Assert.False(root.Has(path)));
        Assert.Equal(2, (await root.RunAsync(["getent", "passwd", "causeway"])).ExitCode);
        Assert.Equal(2, (await root.RunAsync(["getent", "group", "causeway"])).ExitCode);
        output.WriteLine($"installed, upgraded with mail queued; {reloaded}; {files.Count} files of mail kept on "
            + "removal, none after the purge");
    }

    [Fact]
    public async Task The_package_is_clean_to_the_tools_that_judge_one()
    {
        await using var root = await DebianRoot.CreateAsync();
        await InstallAsync(root, packages.Present);

        output.WriteLine(await DebianRoot.DoAsync("lintian", "--fail-on", "error,warning", packages.Present));
        var verified = await root.RunAsync(["systemd-analyze", "verify", "--man=no", "causeway@office.service"]);
        Assert.Equal((0, "", ""), (verified.ExitCode, verified.Output, verified.Error));
        var exposure = await root.AskAsync(
            "systemd-analyze", "security", "--offline=yes", "--no-pager", $"--threshold={MostExposed}",
            "/lib/systemd/system/causeway@.service");
        output.WriteLine(exposure.TrimEnd().Split('\n')[^1].Trim());
        await DebianRoot.DoAsync("zsh", "-n", root.File("usr/share/zsh/vendor-completions/_causeway"));
        await DebianRoot.DoAsync("fish", "-n", root.File("usr/share/fish/vendor_completions.d/causeway.fish"));
    }

    [Fact]
    public async Task The_command_line_is_a_tool_of_dotnet()
    {
        using var folder = new TemporaryFolder();
        await DebianRoot.DoAsync(Repository.Path("packaging/build-tool"), "--output", folder.File("feed"));
        await DebianRoot.DoAsync(
            "dotnet", "tool", "install", "Causeway", "--tool-path", folder.File("tools"),
            "--source", folder.File("feed"));

        var check = await DebianRoot.DoAsync(folder.File("tools/causeway"), "check", Repository.LabTopology);

        Assert.Equal("proved", check.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task Under_systemd_sites_start_survive_and_are_restarted_as_the_unit_says()
    {
        await using var root = await DebianRoot.CreateAsync();
        await using var sites = new InstalledSites(root);
        await using var system = await BootedSystem.BootAsync(root);
        await InstallAsync(system, root, packages.Present);
        await sites.IssueAsync();

        // Enabled and not: both are restarted by an upgrade, if they run.
        await system.AskAsync("systemctl", "start", "causeway@filter");
        await system.AskAsync("systemctl", "enable", "--now", "causeway@cloud", "causeway@office");
        var mail = Mail.Delicate();
        await SendAsync(mail, $"{Hosts.Ada},{Hosts.Grace}");
        await sites.WaitForAsync(Hosts.Grace, mail.Id);

        await system.AskAsync("systemctl", "kill", "--signal=KILL", "causeway@cloud");
        await Patience.UntilAsync("the site that was killed", async () =>
            (await system.ShowAsync("cloud", "ActiveState"), await system.ShowAsync("cloud", "NRestarts"))
                is ("active", "1") ? "back" : null);

        var before = await system.ShowAsync("filter", "MainPID");
        await sites.ConfigureAsync(outage: "2d");
        await system.AskAsync("systemctl", "reload", "causeway@filter");
        await sites.ConfigureAsync(inbound: InstalledSites.Unfiltered);
        Assert.Equal(1, (await system.RunAsync("systemctl", "reload", "causeway@filter")).ExitCode);
        Assert.Equal(("active", before), (
            await system.ShowAsync("filter", "ActiveState"), await system.ShowAsync("filter", "MainPID")));
        await sites.ConfigureAsync();

        await InstallAsync(system, root, packages.Present);
        foreach (var site in InstalledSites.Names)
        {
            Assert.Equal("active", await system.ShowAsync(site, "ActiveState"));
        }

        Assert.NotEqual(before, await system.ShowAsync("filter", "MainPID"));
        var later = Mail.Delicate();
        await SendAsync(later, $"{Hosts.Ada},{Hosts.Grace}");
        await sites.WaitForAsync(Hosts.Grace, later.Id);
        await sites.WaitForAsync(Hosts.Ada, later.Id);

        // What cannot be read today cannot be read in five seconds.
        await sites.PlaceAsync("/etc/causeway/causeway.yaml", "organization");
        Assert.Equal(1, (await system.RunAsync("systemctl", "restart", "causeway@filter")).ExitCode);
        Assert.Equal(("failed", "2", "0"), (
            await system.ShowAsync("filter", "ActiveState"), await system.ShowAsync("filter", "ExecMainStatus"),
            await system.ShowAsync("filter", "NRestarts")));

        var exposure = (await system.AskAsync("systemd-analyze", "security", "--no-pager", "causeway@cloud"))
            .TrimEnd().Split('\n')[^1];
        await system.AskAsync("dpkg", "--remove", "causeway");
        Assert.Equal("", await system.AskAsync(
            "systemctl", "list-units", "--plain", "--no-legend", "--state=active", "causeway@*"));
        Assert.NotEmpty(await MailAsync(root));
        await system.AskAsync("dpkg", "--purge", "causeway");
        Assert.False(root.Has(InstalledSites.Data));
        Assert.Empty(Directory.GetFiles(root.File("/etc/systemd/system/multi-user.target.wants"), "causeway*"));
        output.WriteLine(exposure.Trim());
    }

    // The older program told no service manager, and its mail must be there afterwards.
    private async Task<(Mail Kept, Mail Queued)> LiveWithTheVersionBeforeAsync(DebianRoot root, InstalledSites sites)
    {
        await InstallAsync(root, packages.Before);
        Assert.Equal("0.4.0", (await root.AskAsync("causeway", "--version")).TrimEnd());
        Assert.Equal("root:causeway 750", await root.OwnerAsync("/etc/causeway"));
        Assert.Equal("root:causeway 750", await root.OwnerAsync("/etc/causeway/identities"));
        Assert.Equal("causeway:causeway 700", await root.OwnerAsync(InstalledSites.Data));
        sites.IsOfBefore = true;
        await sites.IssueAsync();
        await sites.StartAsync("filter", tells: false);
        await sites.StartAsync("cloud", tells: false);
        await sites.StartAsync("office", tells: false);

        var (kept, queued) = (Mail.Delicate(), Mail.Delicate());
        await SendAsync(kept, $"{Hosts.Ada},{Hosts.Grace}");
        await sites.WaitForAsync(Hosts.Ada, kept.Id);
        await sites.WaitForAsync(Hosts.Grace, kept.Id);
        await sites.StopAsync("office", tells: false);
        await SendAsync(queued, Hosts.Grace);
        await Patience.UntilAsync("mail that waits in the cloud", async () =>
            (await root.AskAsync("causeway", "queue", "list", "--site", "cloud", "--data", InstalledSites.Data))
                .Contains("next 20", StringComparison.Ordinal) ? "waits" : null);
        await sites.StopAsync("cloud", tells: false);
        await sites.StopAsync("filter", tells: false);
        return (kept, queued);
    }

    private async Task UpgradeAsync(DebianRoot root, InstalledSites sites, Mail kept, Mail queued)
    {
        File.WriteAllText(root.File(Defaults), Edited);
        await InstallAsync(root, packages.Present);
        Assert.Equal(Edited, File.ReadAllText(root.File(Defaults)));
        Assert.NotEqual("0.4.0", (await root.AskAsync("causeway", "--version")).TrimEnd());
        foreach (var site in InstalledSites.Names)
        {
            await sites.StartAsync(site);
        }

        await sites.WaitForAsync(Hosts.Grace, queued.Id);
        Assert.Equal([kept.Id], await sites.MailboxAsync(Hosts.Ada));
        Assert.Equal([kept.Id, queued.Id], await sites.MailboxAsync(Hosts.Grace));

        // A container asks whether its site answers as the service's user.
        string[] health = [.. sites.Unit("office").Privileges(), .. ContainerFile.Words("HEALTHCHECK")];
        var healthy = await root.RunAsync(health);
        Assert.True(healthy.ExitCode == 0, healthy.ToString());

        // Root names no folder, sets a password, and the service can read it.
        var set = await root.RunAsync(["causeway", "recipient", "password", Hosts.Ada], Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        var submitted = Mail.Delicate().By(Hosts.Ada);
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Grace, submitted.Octets, "--auth-password", Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await sites.WaitForAsync(Hosts.Grace, submitted.Id);
    }

    private static async Task<string> ReloadUnderLoadAsync(InstalledSites sites)
    {
        const int Reloads = 10;
        sites.IsOfBefore = false;
        await sites.ConfigureAsync();
        foreach (var site in InstalledSites.Names)
        {
            var first = await sites.ReloadAsync(site);
            Assert.True(first.ExitCode == 0, first.ToString());
        }

        await using var load = new SessionLoad(LowPort, Hosts.Ada);
        for (var i = 1; i <= Reloads; i++)
        {
            await load.MoreAsync(MessagesBetween);
            await sites.ConfigureAsync(outage: $"{i + 1}h");
            foreach (var site in InstalledSites.Names)
            {
                var reloaded = await sites.ReloadAsync(site);
                Assert.True(reloaded.ExitCode == 0, reloaded.ToString());
                Assert.Contains("reloaded", reloaded.Output, StringComparison.Ordinal);
            }
        }

        await sites.ConfigureAsync(inbound: InstalledSites.Unfiltered);
        var refused = await sites.ReloadAsync("filter");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("P1", refused.Output, StringComparison.Ordinal);
        await load.MoreAsync(MessagesBetween);
        await load.EndAsync();
        Assert.Empty(load.Failures);
        await Patience.UntilAsync("all that was accepted", async () =>
            load.Accepted.Except(await sites.MailboxAsync(Hosts.Ada)).Any() ? null : "there");
        return $"{Reloads} reloads of three sites and a refused one under {load.Accepted.Count} messages "
            + $"in {load.Sessions} sessions, {load.Failures.Count} failed";
    }

    private static async Task InstallAsync(DebianRoot root, string package)
    {
        var name = $"/tmp/{Path.GetFileName(package)}";
        File.Copy(package, root.File(name));
        await root.AskAsync("dpkg", "--install", name);
    }

    private static async Task InstallAsync(BootedSystem system, DebianRoot root, string package)
    {
        File.Copy(package, root.File("/root/causeway.deb"), overwrite: true);
        await system.AskAsync("dpkg", "--install", "/root/causeway.deb");
    }

    private static async Task SendAsync(Mail mail, string to)
    {
        var sent = await Swaks.SendAsync(LowPort, Hosts.Alice, to, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    // What lies in the data and belongs to somebody else, such as root, could not be read by the service.
    private static async Task<IReadOnlyList<string>> StrangersAsync(DebianRoot root) =>
        Lines(await root.AskAsync("find", InstalledSites.Data, "!", "-user", "causeway"));

    private static async Task<IReadOnlyList<string>> MailAsync(DebianRoot root) =>
        Lines(await root.AskAsync("find", InstalledSites.Data, "-path", "*/mailboxes/*", "-type", "f"));

    private static IReadOnlyList<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
}
