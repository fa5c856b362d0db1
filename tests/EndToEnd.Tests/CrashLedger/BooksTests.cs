using Causeway.EndToEnd.Tests.Support;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.EndToEnd.Tests.CrashLedger;

/// <summary>The books find what does not balance.</summary>
public sealed class BooksTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly List<DateTimeOffset> kills = [];

    private readonly List<string> client =
        [$"{Noon:O} offered m1 abc bob@w.example", $"{Noon:O} 250 m1 2.0.0 Ok"];

    private readonly List<string> sink = [$"{Noon:O} 250 m1 abc bob@w.example"];
    private readonly List<Fact> facts = [Attempt(1), End(1, Outcome.Relayed)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_message_that_came_through_balances() => Assert.Empty(await FaultsAsync());

    [Fact]
    public async Task A_message_without_an_end_is_a_fault()
    {
        facts.RemoveAt(1);
        Assert.Contains("0 ends", Assert.Single(await FaultsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_the_log_has_not_is_a_fault()
    {
        client.AddRange([$"{Noon:O} offered m2 abc bob@w.example", $"{Noon:O} 250 m2 2.0.0 Ok"]);
        Assert.Contains("m2 (250) is not in", Assert.Single(await FaultsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relayed_message_that_the_sink_has_not_is_a_fault()
    {
        sink.Clear();
        Assert.Contains("ended as Relayed", Assert.Single(await FaultsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_octets_are_a_fault()
    {
        sink[0] = sink[0].Replace("abc", "abd", StringComparison.Ordinal);
        Assert.Contains("other octets", Assert.Single(await FaultsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_was_refused_to_the_client_and_went_on_is_a_fault()
    {
        client[1] = $"{Noon:O} 451 m1 4.3.1 Full";
        Assert.Contains("answered 451", Assert.Single(await FaultsAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, true, 0)]
    [InlineData(true, false, 1)]
    [InlineData(false, true, 1)]
    public async Task A_repeated_delivery_balances_only_about_a_kill_and_a_cut_attempt(
        bool isKilled, bool isCut, int expected)
    {
        sink.Add($"{Noon.AddSeconds(9):O} 250 m1 abc bob@w.example");
        kills.AddRange(isKilled ? [Noon.AddSeconds(3)] : []);
        facts.InsertRange(0, isCut ? [Attempt(1)] : []);
        Assert.Equal(expected, (await FaultsAsync()).Count);
    }

    private static Attempted Attempt(int number) => new() { At = Noon, Id = "Q1", Copy = 0, Attempt = number };

    private static Ended End(int number, Outcome outcome) => new()
    {
        At = Noon, Id = "Q1", Copy = 0, Attempt = number, Results = [new Result("bob@w.example", outcome, null)],
    };

    private async Task<List<string>> FaultsAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var disk = new FolderDisk(folder.File("spool"));
        await using (var spool = await Spool.OpenAsync(
            disk, new SpoolOptions(), TimeProvider.System, NullLogger<Spool>.Instance, ct))
        {
            using var body = spool.BeginBody();
            await spool.CommitAsync(body, Message(), ct);
            foreach (var fact in facts)
            {
                await spool.RecordAsync(fact, Durability.Written, ct);
            }
        }

        var site = new SiteBook(folder.File("spool"));
        await site.ReadOnAsync();
        var books = new Books(
            folder.Write("sent", string.Join('\n', client)), folder.Write("received", string.Join('\n', sink)), site,
            kills);
        return [.. books.Faults()];
    }

    private static Accepted Message() => new()
    {
        At = Noon,
        Id = "Q1",
        TraceId = "T1",
        Organization = "contoso",
        Peer = new Peer("127.0.0.30:40000", "office", null, null),
        From = "alice@contoso.example",
        Recipients = ["bob@w.example"],
        MessageId = "<m1@ledger.contoso.example>",
        Copies = [new Copy(0, DestinationKind.Internet, "w.example", ["bob@w.example"])],
        Hops = [],
    };
}
