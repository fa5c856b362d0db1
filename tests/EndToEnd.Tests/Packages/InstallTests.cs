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
    private const string Password = "a-password-of-the-test";

    private static readonly IPEndPoint LowPort = new(Hosts.Filter.Address, 25);

    [Fact]
    public async Task Mail_survives_everything_but_a_purge()
    {
        await using var root = await DebianRoot.CreateAsync();
        await using var sites = new InstalledSites(root);

        var (kept, queued) = await LiveWithTheVersionBeforeAsync(root, sites);
        var reloaded = await UpgradeAsync(root, sites, kept, queued);

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
        output.WriteLine($"installed, upgraded with mail queued; {reloaded}; {files.Count} files of mail kept on removal, "
            + "none after the purge");
    }

    // The older program told no service manager, and its mail must be there afterwards.
    private async Task<(Mail Kept, Mail Queued)> LiveWithTheVersionBeforeAsync(DebianRoot root, InstalledSites sites)
    {
        await InstallAsync(root, packages.Before);
        Assert.Equal("0.4.0", (await root.AskAsync("causeway", "--version")).TrimEnd());
        Assert.Equal("root:causeway 750", await root.OwnerAsync("/etc/causeway"));
        Assert.Equal("root:causeway 750", await root.OwnerAsync("/etc/causeway/identities"));
        Assert.Equal("causeway:causeway 700", await root.OwnerAsync(InstalledSites.Data));
        await sites.ConfigureAsync();
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

    private async Task<string> UpgradeAsync(DebianRoot root, InstalledSites sites, Mail kept, Mail queued)
    {
        File.WriteAllText(root.File(Defaults), Edited);
        await InstallAsync(root, packages.Present);
        Assert.Equal(Edited, File.ReadAllText(root.File(Defaults)));
        Assert.NotEqual("0.4.0", (await root.AskAsync("causeway", "--version")).TrimEnd());
        foreach (var site in (string[])["filter", "cloud", "office"])
        {
            await sites.StartAsync(site);
        }

        await sites.WaitForAsync(Hosts.Grace, queued.Id);
        Assert.Equal([kept.Id], await sites.MailboxAsync(Hosts.Ada));
        Assert.Equal([kept.Id, queued.Id], await sites.MailboxAsync(Hosts.Grace));

        // Root names no folder, sets a password, and the service can read it.
        var set = await root.RunAsync(["causeway", "recipient", "password", Hosts.Ada], Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        var submitted = Mail.Delicate();
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Grace, submitted.Octets, "--auth-password", Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await sites.WaitForAsync(Hosts.Grace, submitted.Id);
        return "";
    }

    private static async Task InstallAsync(DebianRoot root, string package)
    {
        var name = $"/tmp/{Path.GetFileName(package)}";
        File.Copy(package, root.File(name));
        await root.AskAsync("dpkg", "--install", name);
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
