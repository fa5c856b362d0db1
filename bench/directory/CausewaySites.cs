using System.Diagnostics;
using System.Net;
using Causeway.Admin;
using Causeway.Bench;
using Causeway.Configuration;
using Causeway.Transport.Identity;

namespace Causeway.DirectoryBench;

/// <summary>The cloud that keeps the directory and the filter that follows it, as `causeway up` runs them.</summary>
internal sealed class CausewaySites(BenchOptions options)
{
    public static IPEndPoint Filter { get; } = IPEndPoint.Parse("127.0.0.77:2525");

    private SiteFolder Cloud => new(Path.Combine(options.Data, "cloud"));

    private SiteFolder FilterFolder => new(Path.Combine(options.Data, "filter"));

    public async Task<Measured> RunAsync()
    {
        Write();
        using var cloud = Start("cloud");
        await cloud.LineAsync();
        using var filter = Start("filter");
        await filter.LineAsync();

        var began = Stopwatch.GetTimestamp();
        await Child.RunAsync(
            options.Log, "dotnet", options.App, "recipient", "import", options.Rows, "--data", Cloud.Path);
        var import = Stopwatch.GetElapsedTime(began);
        await KnownAtFilterAsync(BenchOptions.Recipient(options.Recipients - 1));
        var replicated = Stopwatch.GetElapsedTime(began);

        var changes = await ChangeAsync();
        var rcpts = await Rcpt.AskAsync(Filter, options);
        var memory = Child.ResidentMegabytes(filter.Id);
        await filter.StopAsync();
        await cloud.StopAsync();
        return new Measured(import.TotalSeconds, replicated.TotalSeconds, changes, rcpts, memory);
    }

    // From the answer that the change is made until the filter knows it.
    private async Task<double> ChangeAsync()
    {
        using var cloud = ApiClient.TryOpen(Cloud)!;
        var times = new List<double>();
        for (var i = 0; i < options.Changes; i++)
        {
            var address = $"more{i}@{BenchOptions.Domain}";
            var answer = await cloud.OrderAsync(
                new DirectoryOrder
                {
                    Kind = DirectoryOrderKind.Add, Rows = $"address,kind,site\n{address},mailbox,cloud\n",
                }, CancellationToken.None);
            if (!answer.Ok)
            {
                throw new InvalidOperationException(string.Join(' ', answer.Faults));
            }

            var began = Stopwatch.GetTimestamp();
            await KnownAtFilterAsync(address);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Measured.Median(times);
    }

    private async Task KnownAtFilterAsync(string address)
    {
        using var filter = ApiClient.TryOpen(FilterFolder)!;
        while ((await filter.ListRecipientsAsync(null, address, CancellationToken.None))[0].Recipients.Count == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    private Child Start(string site) => Child.Start(
        options.Log, "dotnet", options.App, "up", options.Topology, "--site", site, "--data", options.Data);

    private void Write()
    {
        File.WriteAllText(options.Topology, $$"""
            organization: bench
            domains:
              {{BenchOptions.Domain}}: { type: authoritative, verify: no }
            sites:
              filter:
                kind: filter
                host: "[127.0.0.77]"
                addresses: [192.0.2.10]
                listen: [127.0.0.77:2525]
              cloud:
                kind: cloud
                host: "[127.0.0.78]"
                addresses: [192.0.2.20]
                listen: [127.0.0.78:2525]
            mail-flow:
              inbound:  internet -> filter -> cloud
              outbound: cloud -> internet
            recipients: recipients.csv
            """);
        File.WriteAllText(
            Path.Combine(options.Folder, "recipients.csv"),
            $"address,kind,site\npostmaster@{BenchOptions.Domain},mailbox,cloud\n");
        File.WriteAllLines(options.Rows, Enumerable.Range(0, options.Recipients)
            .Select(row => $"{BenchOptions.Recipient(row)},mailbox,cloud").Prepend("address,kind,site"));
        var organization = TopologyReader.Read(options.Topology).Topology!.Organization;
        using var authority = OrganizationAuthority.Create("bench", TimeProvider.System);
        foreach (var site in organization.Sites)
        {
            var folder = Path.Combine(options.Data, site.Name.Value);
            Directory.CreateDirectory(folder);
            using var identity = authority.Issue(organization, site, TimeProvider.System);
            identity.Save(Path.Combine(folder, "identity.pem"));
        }
    }
}
