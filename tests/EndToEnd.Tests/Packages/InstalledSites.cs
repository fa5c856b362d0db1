using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>
/// Three sites of one topology on a system that has the package, each started by the unit's own command line, as its
/// user and with its capabilities. The filter listens to port 25, the others to high ports.
/// </summary>
internal sealed class InstalledSites(DebianRoot root) : IAsyncDisposable
{
    public const string Data = "/var/lib/causeway";

    public static readonly IReadOnlyList<string> Names = ["filter", "cloud", "office"];

    /// <summary>The proof refuses it: a filter is declared, and mail goes past it.</summary>
    public const string Unfiltered = "internet -> cloud -> office";

    private const string Filtered = "internet -> filter -> cloud -> office";

    private const string Topology = """
        organization: contoso
        domains:
          contoso.example: { type: authoritativeVOUCHED }
        sites:
          filter:
            kind: filter
            host: [127.0.0.10]
            mx: [mx.filter.example]
            addresses: [127.0.0.10]
            listen: [127.0.0.10:25]
            queue: { retry: [1s] }
          cloud:
            kind: cloud
            host: [127.0.0.20]
            addresses: [127.0.0.20]
            routing-domain: contoso.mail.cloud.example
            listen: [127.0.0.20:2525]
            submission: [127.0.0.20:2587]
            submissions: []
            queue: { retry: [1s] }
          office:
            kind: on-premises
            host: [127.0.0.30]
            addresses: [127.0.0.30]
            listen: [127.0.0.30:2525]
            submission: [127.0.0.30:2587]
            submissions: []
        mail-flow:
          inbound:  INBOUND
          outbound: office -> cloud -> internet
          internal: office <-> cloud
        recipients: recipients.csv
        outage: OUTAGE
        AUTHENTICATION
        """;

    private const string Recipients = """
        address,kind,site
        ada@contoso.example,mailbox,cloud
        grace@contoso.example,mailbox,office
        """;

    // CAP_NET_BIND_SERVICE is capability 10.
    private const string OneCapability = "0000000000000400";

    private readonly TemporaryFolder workstation = new();
    private readonly Dictionary<string, (CausewayProcess Process, NotifySocket Manager)> running = [];

    /// <summary>True for a file that version 0.4 reads.</summary>
    public bool IsOfBefore { get; set; }

    public IReadOnlyCollection<string> Running => running.Keys;

    public UnitFile Unit(string site) =>
        new(File.ReadAllText(root.File("lib/systemd/system/causeway@.service")), site);

    /// <summary>
    /// What docs/install.md tells an administrator to do: keys are issued elsewhere, and each host gets the two files
    /// and the keys of its own sites.
    /// </summary>
    public async Task IssueAsync()
    {
        var file = workstation.Write("causeway.yaml", Written(Filtered, "1d"));
        workstation.Write("recipients.csv", Recipients);
        var issued = await Command.CausewayAsync("identity", file);
        Assert.True(issued.ExitCode == 0, issued.ToString());
        await ConfigureAsync();
        await PlaceAsync("/etc/causeway/recipients.csv", Recipients);
        foreach (var site in Names)
        {
            await PlaceAsync(
                $"/etc/causeway/identities/{site}.key", File.ReadAllText(workstation.File($"identities/{site}.key")));
        }
    }

    /// <summary>Puts another topology in place.</summary>
    public Task ConfigureAsync(string inbound = Filtered, string outage = "1d") =>
        PlaceAsync("/etc/causeway/causeway.yaml", Written(inbound, outage));

    /// <summary>Writes a file that root may change and the service may read.</summary>
    public async Task PlaceAsync(string path, string text)
    {
        var placed = await root.RunAsync(["install", "-g", "causeway", "-m", "0640", "/dev/stdin", path], text);
        Assert.True(placed.ExitCode == 0, placed.ToString());
    }

    public async Task StartAsync(string site, bool tells = true)
    {
        var unit = Unit(site);
        var name = $"/run/notify-{site}";
        var manager = new NotifySocket(root.File(name));
        var environment = unit.Environment(root.Path);
        string[] command =
        [
            "env", .. environment.Select(pair => $"{pair.Key}={pair.Value}"), $"NOTIFY_SOCKET={name}",
            .. unit.Privileges(), "sh", "-c", $"umask {unit.One("UMask")} && exec \"$@\"", "sh",
            .. unit.Words("ExecStart", environment),
        ];
        var process = await CausewayProcess.StartByAsync("unshare", root.Entering(command));
        running.Add(site, (process, manager));
        if (tells)
        {
            Assert.Equal("READY=1", await manager.NextAsync());
        }

        await AssertConfinedAsync(process.Id);
    }

    /// <summary>SIGTERM, as systemd stops it; exit code 0.</summary>
    public async Task StopAsync(string site, bool tells = true)
    {
        Assert.True(running.Remove(site, out var one));
        await using var process = one.Process;
        using var manager = one.Manager;
        Assert.Equal((0, ""), await process.StopAsync());
        if (tells)
        {
            Assert.Equal("STOPPING=1", await manager.NextAsync());
        }
    }

    /// <summary>The unit's ExecReload, as its user.</summary>
    public Task<CommandResult> ReloadAsync(string site)
    {
        var unit = Unit(site);
        return root.RunAsync([.. unit.Privileges(), .. unit.Words("ExecReload", unit.Environment(root.Path))]);
    }

    /// <summary>The Message-IDs in a mailbox, as root sees them.</summary>
    public async Task<IReadOnlyList<string>> MailboxAsync(string address)
    {
        var list = await root.AskAsync("causeway", "mailbox", "list", address, "--data", Data, "--json");
        return [.. JsonSerializer.Deserialize<JsonElement>(list).EnumerateArray()
            .Select(message => message.GetProperty("messageId").GetString()!)];
    }

    public Task WaitForAsync(string address, string messageId) => Patience.UntilAsync(
        $"{messageId} in the mailbox of {address}",
        async () => (await MailboxAsync(address)).FirstOrDefault(id => id == messageId));

    public async ValueTask DisposeAsync()
    {
        foreach (var (process, manager) in running.Values)
        {
            await process.DisposeAsync();
            manager.Dispose();
        }

        workstation.Dispose();
    }

    // No DNS answers on the installed system: nobody proves a domain there, and no sender is judged by what it says.
    private string Written(string inbound, string outage) => Topology
        .Replace("VOUCHED", IsOfBefore ? "" : ", verify: no", StringComparison.Ordinal)
        .Replace("AUTHENTICATION", IsOfBefore ? "" : "authentication: { dmarc: report }", StringComparison.Ordinal)
        .Replace("INBOUND", inbound, StringComparison.Ordinal).Replace("OUTAGE", outage, StringComparison.Ordinal);

    // As its user, with the one capability that the unit leaves, and without a way to more.
    private async Task AssertConfinedAsync(int process)
    {
        var status = File.ReadLines($"/proc/{process}/status").Select(line => line.Split(":\t"))
            .ToLookup(sides => sides[0], sides => sides[^1]);
        var user = (await root.AskAsync("id", "-u", "causeway")).TrimEnd();
        Assert.Equal(string.Join('\t', Enumerable.Repeat(user, 4)), status["Uid"].Single());
        Assert.Equal("1", status["NoNewPrivs"].Single());
        Assert.All((string[])["CapPrm", "CapEff", "CapBnd", "CapAmb"], set =>
            Assert.Equal(OneCapability, status[set].Single()));
    }
}
