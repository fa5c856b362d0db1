using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>
/// A relay is killed under load, again and again, and started again (docs/adr/0015-crash-ledger.md). Client and sink
/// are processes of their own with records of their own; only the site is killed.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class CrashLedgerTests(ITestOutputHelper output)
{
    /// <summary>The client counts as the office by its address, and may relay.</summary>
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

    [Fact]
    public Task Twenty_kills_under_load_lose_nothing() => RunAsync(kills: 20, connections: 6, seed: 20);

    [Fact]
    [Trait("Category", "Long")]
    public Task Five_hundred_kills_under_load_lose_nothing() => RunAsync(kills: 500, connections: 3, seed: 500);

    private async Task RunAsync(int kills, int connections, int seed)
    {
        using var folder = new TemporaryFolder();
        using var names = new Names();
        var (sent, received) = (folder.File("sent"), folder.File("received"));
        folder.Write("recipients.csv", "address,kind,site\nalice@contoso.example,mailbox,cloud\n");
        await using var sink = LedgerProcess.Sink(received, seed);
        await using var site = new KilledSite(folder.Write("causeway.yaml", Topology), folder.File("data"), sent, seed);
        await site.StartAsync();
        await using var client = LedgerProcess.Client(sent, connections, seed);
        while (site.Kills.Count < kills)
        {
            await site.KillAndStartAsync();
        }

        await client.EndAsync();
        await sink.TellAsync("calm");
        var book = new SiteBook(folder.File("data/cloud/spool"));
        await Patience.UntilAsync(
            "the queue to drain",
            async () =>
            {
                await book.ReadOnAsync();
                return book.IsDrained ? "drained" : null;
            },
            Patience.Longest * 3);
        await site.StopAsync();
        await sink.EndAsync();
        await book.ReadOnAsync();
        var books = new Books(sent, received, book, site.Kills);
        output.WriteLine(books.ToString());
        var faults = books.Faults().Take(50).ToList();
        faults.ForEach(output.WriteLine);
        Assert.Empty(faults);
        Assert.True(books.Acknowledged > kills * 10, "there was too little load for the kills to mean anything");
    }
}
