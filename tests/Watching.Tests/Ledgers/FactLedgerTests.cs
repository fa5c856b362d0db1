using System.Collections.Immutable;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Watching.Ledgers;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>What the log tells of doors, loops and clocks.</summary>
public class FactLedgerTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly FactLedger ledger = new(refused => refused.MessageId == "<alert>");

    [Fact]
    public void Refusals_at_a_door_are_counted_by_source()
    {
        Refuse("192.0.2.1:1000", "3a", "550 5.7.51 no", Some.Now.AddMinutes(-2));
        Refuse("192.0.2.1:1001", "3a", "550 5.7.51 no", Some.Now.AddMinutes(-1));
        Refuse("192.0.2.2:1000", "3b", "550 5.7.1 no", Some.Now);
        Refuse("192.0.2.3:1000", "3c", "550 5.4.1 no", Some.Now);

        Assert.Equal(
            [
                new TriedDoor("3a", "192.0.2.1", 2, Some.Now.AddMinutes(-2), Some.Now.AddMinutes(-1), "550 5.7.51 no"),
                new TriedDoor("3b", "192.0.2.2", 1, Some.Now, Some.Now, "550 5.7.1 no"),
            ],
            Seen().Doors);
    }

    [Fact]
    public void Refusals_that_were_only_counted_are_added_to_the_door_of_their_source()
    {
        Refuse("[2001:db8::1]:1000", "3a", "550 5.7.51 no", Some.Now);
        ledger.OnRecorded(new RefusalsCounted
        {
            At = Some.Now, TraceId = "", Source = "2001:db8::/64", From = Some.Now, Until = Some.Now, Count = 905,
            Replies = [new ReplyCount("550 5.7.51", 900), new ReplyCount("550 5.4.1", 5)], Sessions = 0,
        });

        Assert.Equal(901, Assert.Single(Seen().Doors).Count);
    }

    [Fact]
    public void However_many_sources_knock_a_limited_number_is_told_apart()
    {
        for (var i = 0; i < 1000; i++)
        {
            Refuse($"192.0.{i / 250}.{i % 250}:25", "3b", "550 5.7.1 no", Some.Now);
        }

        var doors = Seen().Doors;
        Assert.Equal(FactLedger.Most + 1, doors.Length);
        Assert.Equal(1000 - FactLedger.Most, doors.Single(door => door.Source == RefusalsCounted.Others).Count);
    }

    [Fact]
    public void What_was_quiet_for_long_is_forgotten()
    {
        Refuse("192.0.2.1:1000", "3a", "550 5.7.51 no", Some.Now - Hour);
        Assert.Empty(Seen().Doors);
    }

    [Theory]
    [InlineData("554 5.4.14 Mail loop", true)]
    [InlineData("554 5.4.6 Mail loop", true)]
    [InlineData("550 5.4.1 No such recipient", false)]
    public void A_message_that_is_cut_or_comes_back_with_5_4_14_or_5_4_6_went_in_a_circle(string reply, bool isLoop)
    {
        Refuse("192.0.2.1:1000", "5", reply, Some.Now);
        ledger.Add(
            new DeliveryReport([new Result("ada@contoso.example", Outcome.Bounced, reply)], null), Some.Now);

        Assert.Equal(isLoop ? [2L] : [], Seen().Loops.Select(loop => loop.Count));
    }

    [Fact]
    public void Mail_about_alerts_that_comes_back_is_no_loop()
    {
        Refuse("192.0.2.1:1000", "5", "554 5.4.14 Mail loop", Some.Now, "<alert>");
        Assert.Empty(Seen().Loops);
    }

    [Theory]
    [InlineData(180, 180.0)]
    [InlineData(-5, null)]
    public void A_trace_id_from_the_future_tells_how_far_the_clocks_are_apart(int ahead, double? seconds)
    {
        var time = Some.Now.AddSeconds(ahead).ToUnixTimeMilliseconds();
        ledger.OnRecorded(Accepted(TraceIdOf(time), "filter"));
        Assert.Equal(seconds, Seen().ClocksApart.SingleOrDefault()?.AheadSeconds);

        ledger.OnRecorded(Accepted(TraceIdOf(Some.Now.ToUnixTimeMilliseconds()), "filter"));
        Assert.True((Seen().ClocksApart.SingleOrDefault()?.AheadSeconds ?? 0) <= 0);
    }

    [Fact]
    public void What_a_stranger_says_of_the_time_is_not_heard()
    {
        ledger.OnRecorded(Accepted(TraceIdOf(Some.Now.AddDays(1).ToUnixTimeMilliseconds()), null));
        Assert.Empty(Seen().ClocksApart);
    }

    [Fact]
    public void What_was_known_before_a_restart_is_known_after_it()
    {
        Refuse("192.0.2.1:1000", "3a", "550 5.7.51 no", Some.Now);
        var after = new FactLedger(_ => false);
        after.Restore(Seen());
        Assert.Equal(Seen().Doors, after.Tell(Some.Observation(), Hour).Doors);
    }

    private Observation Seen() => ledger.Tell(Some.Observation(), Hour);

    private void Refuse(string address, string rule, string reply, DateTimeOffset at, string? messageId = null) =>
        ledger.OnRecorded(new Refused
        {
            At = at, TraceId = "", Peer = new Peer(address, null, null, null), Command = "RCPT", Reply = reply,
            Rule = rule, Recipient = "ada@contoso.example", MessageId = messageId,
        });

    private static Accepted Accepted(string traceId, string? site) => new()
    {
        At = Some.Now, Id = "1", TraceId = traceId, Organization = "contoso", From = "",
        Peer = new Peer("192.0.2.1:25", site, null, null), Recipients = [], Copies = [], Hops = [],
    };

    private static string TraceIdOf(long milliseconds)
    {
        const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        var digits = Enumerable.Range(0, 10).Select(i => Alphabet[(int)(milliseconds >> (5 * (9 - i))) & 31]);
        return string.Concat(digits) + new string('0', 16);
    }
}
