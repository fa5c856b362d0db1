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
        Assert.Empty(state.Apply(Message));
        Assert.Empty(state.Apply(End(0, "a@x.example", Outcome.Relayed)));
        Assert.Equal("M1", Assert.Single(state.Apply(End(1, "b@y.example", Outcome.Delivered))).Id);
        Assert.Equal(0, state.Count);
    }

    [Fact]
    public void A_message_without_copies_needs_nothing() =>
        Assert.Equal("M1", Assert.Single(new QueueState().Apply(Some.Message("M1"))).Id);

    [Fact]
    public void A_held_recipient_keeps_the_message()
    {
        var state = new QueueState();
        state.Apply(Message);
        state.Apply(End(0, "a@x.example", Outcome.Relayed));
        Assert.Empty(state.Apply(End(1, "b@y.example", Outcome.Held)));
        Assert.Single(state.Copies);
        Assert.Equal("M1", Assert.Single(state.Messages).Id);
    }

    [Fact]
    public void The_fact_that_commits_a_notice_ends_the_recipients_that_it_tells_of()
    {
        var state = new QueueState();
        state.Apply(Message);
        state.Apply(End(0, "a@x.example", Outcome.Relayed));
        var ended = state.Apply(Notice(NoticeKind.Failed));
        Assert.Equal("M1", Assert.Single(ended).Id);
        Assert.Equal("N1", Assert.Single(state.Messages).Id);
        Assert.Empty(state.Apply(End(1, "b@y.example", Outcome.Bounced)));
    }

    [Fact]
    public void A_notice_of_delay_ends_nothing_and_is_remembered()
    {
        var state = new QueueState();
        state.Apply(Message);
        Assert.Empty(state.Apply(Notice(NoticeKind.Delayed)));
        Assert.True(state.Find("M1", 1) is { IsDelayTold: true, Remaining.Length: 1 });
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

    private static Accepted Notice(NoticeKind kind) =>
        Some.Message("N1", Some.ToInternet(0, "fabrikam.example", "alice@fabrikam.example")) with
        {
            From = "", Notice = new NoticeOf("M1", 1, ["b@y.example"], kind),
        };

    private static Ended End(int copy, string recipient, Outcome outcome) => new()
    {
        At = Some.Noon, Id = "M1", Copy = copy, Attempt = 1, Results = [new Result(recipient, outcome, null)],
    };
}
