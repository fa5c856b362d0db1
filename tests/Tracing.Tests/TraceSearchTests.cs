using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Tracing.Tests;

public sealed class TraceSearchTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<TraceQuery, string> Queries => new()
    {
        { new TraceQuery { MessageId = "1@fabrikam.example" }, "T1" },
        { new TraceQuery { MessageId = "<1@FABRIKAM.example>" }, "T1" },
        { new TraceQuery { MessageId = "2@fabrikam.example" }, "" },
        { new TraceQuery { Id = "T1" }, "T1" },
        { new TraceQuery { Id = "C1" }, "T1" },
        { new TraceQuery { From = "Alice@fabrikam.example" }, "T1 T9" },
        { new TraceQuery { To = "nobody@contoso.example" }, "T9" },
        { new TraceQuery { To = "grace@contoso.example", From = "alice@fabrikam.example" }, "T1" },
        { new TraceQuery { From = "" }, "" },
        { new TraceQuery { From = "@Fabrikam.example" }, "T1 T9" },
        { new TraceQuery { From = "fabrikam.example" }, "T1 T9" },
        { new TraceQuery { From = "example" }, "" },
        { new TraceQuery { To = "contoso.example", Id = "T1" }, "T1" },
        { new TraceQuery { Subject = "MONTHLY" }, "T1" },
        { new TraceQuery { Subject = "yearly" }, "" },
        { new TraceQuery { Address = "127.0.0.101" }, "T1" },
        { new TraceQuery { Address = "127.0.0.20" }, "T1" },
        { new TraceQuery { Address = "127.0.0.20", From = "bob@fabrikam.example" }, "" },
        { new TraceQuery { Address = "127.0.0.102" }, "T9" },
        { new TraceQuery { Address = "127.0.0.100/30" }, "T1 T9" },
        { new TraceQuery { Address = "127.0.0.1" }, "" },
        { new TraceQuery { Address = "nowhere" }, "" },
        { new TraceQuery { Status = "refused" }, "T9 TC" },
        { new TraceQuery { Address = "2001:db8::5" }, "TC" },
        { new TraceQuery { Address = "2001:db8::/32" }, "TC" },
        { new TraceQuery { Address = "2001:db9::5" }, "" },
        { new TraceQuery { Id = "TC" }, "TC" },
        { new TraceQuery { Status = "relayed" }, "T1" },
        { new TraceQuery { Status = "relayed", Address = "127.0.0.20" }, "T1" },
        { new TraceQuery { Status = "relayed", Address = "127.0.0.102" }, "" },
        { new TraceQuery { Status = "delivered" }, "" },
        { new TraceQuery { Status = "pending" }, "" },
        { new TraceQuery { Status = "held" }, "" },
        { new TraceQuery { Since = Facts.Noon.AddSeconds(1) }, "T9 TC" },
        { new TraceQuery { Until = Facts.Noon.AddSeconds(1) }, "T1" },
        { new TraceQuery { Since = Facts.Noon, Until = Facts.Noon.AddSeconds(2) }, "T1 T9" },
        { new TraceQuery { Limit = 1 }, "TC" },
        { new TraceQuery(), "T1 T9 TC" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_search_finds(TraceQuery query, string ids)
    {
        await using var spool = await FillAsync();
        var found = await SearchAsync(query);
        Assert.Equal(ids, string.Join(' ', found.Select(trace => trace.Id)));
    }

    [Fact]
    public async Task A_search_says_the_same_while_the_site_runs_and_when_it_is_stopped()
    {
        IReadOnlyList<MessageTrace> running;
        await using (await FillAsync())
        {
            running = await SearchAsync(new TraceQuery { Id = "T1" });
        }

        var stopped = await SearchAsync(new TraceQuery { Id = "T1" });
        Assert.Equal("RECEIVE ROUTE RELAY", string.Join(' ', running[0].Events.Select(e => e.Event)));
        Assert.Equal(running[0].Events.Select(e => e.Detail), stopped[0].Events.Select(e => e.Detail));
    }

    [Fact]
    public async Task A_site_that_never_ran_has_no_traces() => Assert.Empty(await SearchAsync(new TraceQuery()));

    private async Task<Spool> FillAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var spool = await Spool.OpenAsync(
            new FolderDisk(folder), new SpoolOptions(), TimeProvider.System, NullLogger<Spool>.Instance, ct);
        using var body = spool.BeginBody();
        await body.WriteAsync("Subject: x\r\n\r\n"u8.ToArray(), ct);
        await spool.CommitAsync(body, Facts.Accepted(0, "C1", Facts.To(DestinationKind.Site, "office")), ct);
        await spool.RecordAsync(Facts.Refused(1, "T9", "nobody@contoso.example"), Durability.Queued, ct);
        await spool.RecordAsync(Facts.Counted(5), Durability.Queued, ct);
        await spool.RecordAsync(Facts.Ended(2, "C1", Outcome.Relayed), Durability.Written, ct);
        return spool;
    }

    private async Task<IReadOnlyList<MessageTrace>> SearchAsync(TraceQuery query)
    {
        var site = new SpoolTraces("cloud", new FolderDisk(folder));
        return (await TraceSearch.RunAsync([site], query, TestContext.Current.CancellationToken)).Traces;
    }
}
