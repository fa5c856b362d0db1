using System.Text.RegularExpressions;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// Filter and cloud by <c>up</c>, and Postfix twice: as the office, set up by what <c>render</c> wrote and nothing
/// else, and as the mail server of woodgrove.example, an organization of the Internet.
/// </summary>
public sealed class PostfixSites : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly List<CausewayProcess> running = [];
    private Names? names;

    /// <summary>What the topology says otherwise than the lab's.</summary>
    internal Func<string, string> Change { get; init; } = text => text;

    internal PostfixInstance Office { get; private set; } = null!;

    internal PostfixInstance Woodgrove { get; private set; } = null!;

    internal DataFolder Data => new(folder.File("data"));

    internal string Topology => folder.File("causeway.yaml");

    /// <summary>What <c>render --out</c> wrote, by name.</summary>
    internal IReadOnlyDictionary<string, string> Rendered { get; private set; } = null!;

    internal string Key(string site) => folder.File($"identities/{site}.key");

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        names = new Names();
        WriteTopology();
        await YesAsync("identity", Topology);
        await YesAsync("render", Topology, "--site", "office", "--out", folder.File("rendered"));
        Rendered = Directory.GetFiles(folder.File("rendered"))
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText);

        Office = await PostfixInstance.CreateAsync(Hosts.Office, Rendered["main.cf"], new Dictionary<string, string>(
            Rendered.Where(file => file.Key != "main.cf")) { ["identity.pem"] = File.ReadAllText(Key("office")) });
        await Office.IndexAsync(MapsToIndex());
        Woodgrove = await PostfixInstance.CreateAsync(Hosts.Woodgrove, Outside, new Dictionary<string, string>());
        await Task.WhenAll(Office.StartAsync(), Woodgrove.StartAsync(), UpAsync("filter"), UpAsync("cloud"));
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", Data.Path],
            SeparateSites.Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            await process.DisposeAsync();
        }

        if (Office is not null)
        {
            await Office.DisposeAsync();
        }

        if (Woodgrove is not null)
        {
            await Woodgrove.DisposeAsync();
        }

        names?.Dispose();
        folder.Dispose();
    }

    // As the head of main.cf tells an administrator to do.
    private string[] MapsToIndex() =>
        Regex.Match(Rendered["main.cf"], "^# +postmap (.*)$", RegexOptions.Multiline, Patience.Longest)
            .Groups[1].Value.Split(' ');

    private void WriteTopology()
    {
        var lab = File.ReadAllText(Repository.LabTopology);
        var office = lab.Replace(
            "    host: mail.contoso.example\n", "    host: mail.contoso.example\n    platform: postfix\n",
            StringComparison.Ordinal);
        Assert.NotEqual(lab, office);
        File.WriteAllText(Topology, Change(office));
        var recipients = File.ReadAllText(Repository.Path("samples/lab/recipients.csv"))
            .Replace("bob@fabrikam.example", Bob, StringComparison.Ordinal)
            + "crew@contoso.example,group,office,,ada@contoso.example;grace@contoso.example,,\n";
        folder.Write("recipients.csv", recipients);
    }

    private async Task UpAsync(string site)
    {
        var process = await CausewayProcess.StartAsync(
            "up", Topology, "--site", site, "--data", Data.Path, "--lab");
        lock (running)
        {
            running.Add(process);
        }
    }

    private static async Task YesAsync(params string[] arguments)
    {
        var result = await Command.CausewayAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    internal const string Bob = "bob@woodgrove.example";
    internal const string Carol = "carol@woodgrove.example";

    // A mail server as anybody runs one. The lab's DNS answers on a port at which Postfix does not ask: the MX of
    // contoso.example stands in its transport map.
    private static string Outside => $$"""
        compatibility_level = 3.6
        myhostname = mx.woodgrove.example
        mydestination =
        mynetworks = {{Hosts.Stranger}}
        virtual_mailbox_domains = woodgrove.example
        virtual_mailbox_maps = inline:{ {{Bob}}=bob/, {{Carol}}=carol/ }
        virtual_uid_maps = static:5000
        virtual_gid_maps = static:5000
        transport_maps = inline:{ contoso.example=smtp:[{{Hosts.Filter.Address}}]:{{Hosts.Filter.Port}} }
        smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
        smtp_tls_security_level = may
        """;
}
