namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// A provider's filter and cloud, each one process for two organizations, contoso and northwind; each organization has
/// an office of its own.
/// </summary>
public sealed class ProviderSites : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder northwind = new();
    private readonly List<CausewayProcess> running = [];
    private Names? names;

    /// <summary>What filter, cloud and contoso's office keep.</summary>
    internal DataFolder Data => new(folder.File("data"));

    /// <summary>What northwind's office keeps.</summary>
    internal DataFolder NorthwindData => new(northwind.File("data"));

    /// <summary>northwind as contoso is, with addresses, names and one user of its own.</summary>
    internal static string Northwind(TemporaryFolder folder)
    {
        folder.Write("recipients.csv", $"address,kind,site\n{Hosts.Nora},mailbox,office\n");
        var text = File.ReadAllText(Repository.LabTopology)
            .Replace("organization: contoso", "organization: northwind", StringComparison.Ordinal)
            .Replace("contoso-example", "northwind-example", StringComparison.Ordinal)
            .Replace("contoso.", "northwind.", StringComparison.Ordinal)
            .Replace("127.0.0.30", "127.0.0.31", StringComparison.Ordinal);
        return folder.Write("causeway.yaml", text);
    }

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        names = new Names();
        var other = Northwind(northwind);
        await StartAsync([Repository.LabTopology, other], "filter", Data);
        await StartAsync([Repository.LabTopology, other], "cloud", Data);
        await StartAsync([Repository.LabTopology], "office", Data);
        await StartAsync([Repository.OutsideTopology], "internet-mta", Data);

        // One authority for northwind: its office was given its key in another folder.
        Directory.CreateDirectory(NorthwindData.Path);
        const string Authority = "northwind-authority.key";
        File.Copy(Path.Combine(Data.Path, Authority), Path.Combine(NorthwindData.Path, Authority));
        await StartAsync([other], "office", NorthwindData);
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Grace, "--data", Data.Path],
            SeparateSites.Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in running)
        {
            await process.DisposeAsync();
        }

        names?.Dispose();
        northwind.Dispose();
        folder.Dispose();
    }

    private async Task StartAsync(string[] files, string site, DataFolder data) => running.Add(
        await CausewayProcess.StartAsync(["up", .. files, "--site", site, "--data", data.Path, "--lab"]));
}
