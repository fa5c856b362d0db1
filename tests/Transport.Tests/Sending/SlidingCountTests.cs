using Causeway.Transport.Sending;

namespace Causeway.Transport.Tests.Sending;

public sealed class SlidingCountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly SlidingCount count = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));

    [Fact]
    public void What_was_added_counts_for_the_span_and_at_most_a_slot_longer()
    {
        count.Add(Noon.AddSeconds(59), 3);

        Assert.Equal(3, count.At(Noon.AddSeconds(59)));
        Assert.Equal(3, count.At(Noon.AddHours(1).AddSeconds(59)));
        Assert.Equal(0, count.At(Noon.AddHours(1).AddMinutes(1)));
    }

    [Fact]
    public void Each_slot_leaves_by_itself()
    {
        for (var minute = 0; minute < 90; minute++)
        {
            count.Add(Noon.AddMinutes(minute), 1);
        }

        Assert.Equal(61, count.At(Noon.AddMinutes(89)));
        Assert.Equal(30, count.At(Noon.AddMinutes(120)));
        Assert.Equal(0, count.At(Noon.AddMinutes(150)));
    }

    [Fact]
    public void What_is_taken_back_counts_no_more()
    {
        count.Add(Noon, 5);
        count.Add(Noon, -5);

        Assert.Equal(0, count.At(Noon));
    }

    [Fact]
    public void A_clock_that_is_set_back_forgets_nothing()
    {
        count.Add(Noon, 1);
        count.Add(Noon.AddMinutes(-30), 1);

        Assert.Equal(2, count.At(Noon.AddMinutes(-30)));
        Assert.Equal(2, count.At(Noon.AddMinutes(60)));
    }
}
