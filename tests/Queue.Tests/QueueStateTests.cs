using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Tests;

public sealed class QueueStateTests
{
    private static readonly Accepted Message =
        Some.Message(
            "M1", Some.ToInternet(0, "x.example", "a@x.example"), Some.ToInternet(1, "y.example", "b@y.example"));

    [Fact]
    public void A_message_is_gone_when_the_last_of_its_copies_has_its_end()
    {
        var state = new QueueState();
        Assert.Null(state.Apply(Message));
        Assert.Null(state.Apply(End(0, "a@x.example", Outcome.Relayed)));
        Assert.Equal("M1", state.Apply(End(1, "b@y.example", Outcome.Delivered))?.Id);
        Assert.Equal(0, state.Count);
    }

    [Fact]
    public void A_message_without_copies_needs_nothing() =>
        Assert.Equal("M1", new QueueState().Apply(Some.Message("M1"))?.Id);

    [Fact]
    public void A_held_recipient_keeps_the_message()
    {
        var state = new QueueState();
        state.Apply(Message);
        state.Apply(End(0, "a@x.example", Outcome.Relayed));
        Assert.Null(state.Apply(End(1, "b@y.example", Outcome.Held)));
        Assert.Single(state.Copies);
        Assert.Equal("M1", Assert.Single(state.Messages).Id);
    }

    [Fact]
    public void A_copy_that_could_not_be_routed_is_held_from_the_start()
    {
        var state = new QueueState();
        state.Apply(Some.Message("M1", new Copy(0, DestinationKind.Held, "554 5.4.4 No route", ["a@x.example"])));
        Assert.Equal("554 5.4.4 No route", Assert.Single(Assert.Single(state.Copies).Held).Reply);
    }

    [Fact]
    public void Facts_seen_twice_change_nothing()
    {
        var state = new QueueState();
        var held = End(0, "a@x.example", Outcome.Held);
        foreach (var fact in new Fact[] { Message, Message, held, held })
        {
            state.Apply(fact);
        }

        Assert.Single(state.Find("M1", 0)!.Held);
        Assert.Equal(1, state.Count);
    }

    private static Ended End(int copy, string recipient, Outcome outcome) => new()
    {
        At = Some.Noon, Id = "M1", Copy = copy, Attempt = 1, Results = [new Result(recipient, outcome, null)],
    };
}
