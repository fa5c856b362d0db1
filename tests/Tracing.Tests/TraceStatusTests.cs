using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

/// <summary>The outcome shows only when the sites are put together.</summary>
public sealed class TraceStatusTests
{
    private static readonly Fact[] Filter =
    [
        .. Way("1"), .. Way("2"), .. Way("3"), .. Way("4"), .. Way("5"), .. Way("6"), .. Way("7"), .. Way("8"),
    ];

    private static readonly Fact[] Cloud =
    [
        .. Enumerable.Range(1, 8).Select(n =>
            Facts.Accepted(10 + n, $"C{n}", Facts.To(DestinationKind.Mailbox, "")) with { TraceId = $"T{n}" }),
        .. Enumerable.Range(3, 6).Select(n => Facts.Ended(30 + n, $"C{n}", Outcome.Delivered)),
        Facts.Ended(40, "C1", Outcome.Held),
    ];

    [Theory]
    [InlineData("delivered", 2, "T7 T8")]
    [InlineData("delivered", 6, "T3 T4 T5 T6 T7 T8")]
    [InlineData("pending", 5, "T2")]
    [InlineData("held", 1, "T1")]
    [InlineData("relayed", 1, "")]
    [InlineData("refused", 1, "")]
    public async Task A_search_for_an_outcome_goes_back_until_enough_have_it(string status, int limit, string expected)
    {
        var answer = await TraceSearch.RunAsync(
            [new FactSource("filter", Filter), new FactSource("cloud", Cloud)],
            new TraceQuery { Status = status, Limit = limit }, TestContext.Current.CancellationToken);
        Assert.Equal(expected, string.Join(' ', answer.Traces.Select(trace => trace.Id)));
    }

    [Fact]
    public async Task The_peer_may_be_known_at_one_site_and_the_end_at_another()
    {
        var delivered = Facts.Ended(40, "C2", Outcome.Delivered) with { Peer = null };
        var query = new TraceQuery { Status = "delivered", Address = "127.0.0.20", Limit = 1 };
        var answer = await TraceSearch.RunAsync(
            [new FactSource("filter", Filter), new FactSource("cloud", [.. Cloud.OfType<Accepted>(), delivered])],
            query, TestContext.Current.CancellationToken);
        Assert.Equal("T2", Assert.Single(answer.Traces).Id);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public async Task A_search_says_whether_the_limit_left_something_out(int limit, bool isCut)
    {
        var answer = await TraceSearch.RunAsync(
            [new FactSource("filter", Filter), new FactSource("cloud", Cloud)], new TraceQuery { Limit = limit },
            TestContext.Current.CancellationToken);
        Assert.Equal((limit, isCut), (answer.Traces.Count, answer.IsCut));
        Assert.Equal("T8", answer.Traces[^1].Id);
    }

    private static Fact[] Way(string number) =>
    [
        Facts.Accepted(int.Parse(number), $"F{number}", Facts.To(DestinationKind.Site, "cloud")) with
        {
            TraceId = $"T{number}",
        },
        Facts.Ended(20, $"F{number}", Outcome.Relayed),
    ];

    private sealed class FactSource(string site, Fact[] facts) : ITraceSource
    {
        public string Site => site;

        public Task<IReadOnlyList<string>> FindTracesAsync(TraceQuery query, CancellationToken ct)
        {
            var finder = new TraceFinder(query);
            Array.ForEach(facts, finder.Look);
            finder.LookEnded();
            return Task.FromResult<IReadOnlyList<string>>(
                [.. facts.Select(finder.Match).OfType<string>().TakeLast(query.Limit)]);
        }

        public Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(
            IReadOnlySet<string> ids, DateTimeOffset? until, CancellationToken ct)
        {
            var projection = new TraceProjection(site, ids.Contains);
            Array.ForEach(facts, projection.Apply);
            return Task.FromResult<IReadOnlyList<MessageTrace>>([.. projection.Traces]);
        }
    }
}
