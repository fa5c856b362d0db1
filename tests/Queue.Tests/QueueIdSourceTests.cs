using Causeway.Queue.Spooling;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class QueueIdSourceTests
{
    [Fact]
    public void Ids_sort_in_the_order_of_their_making_even_within_one_millisecond()
    {
        var source = new QueueIdSource(new FakeTimeProvider(Some.Noon), new Random(1));
        var ids = Enumerable.Range(0, 100_000).Select(_ => source.Next()).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Equal(16, id.Length));
    }
}
