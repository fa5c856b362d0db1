using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using CsCheck;

namespace Causeway.Authentication.Tests.Dkim;

public sealed class KeyScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private static readonly ImmutableArray<KeyDates> Two = [Key("a", 0, 0), Key("b", 90, 92)];

    [Theory]
    [InlineData(0, "a signing")]
    [InlineData(89, "a signing")]
    [InlineData(90, "a signing, b waiting")]
    [InlineData(92, "a retiring, b signing")]
    [InlineData(98.9, "a retiring, b signing")]
    [InlineData(99, "a removable, b signing")]
    public void A_key_is_published_before_it_signs_and_after(double day, string states) => Assert.Equal(
        states,
        Print(KeySchedule.At(day < 90 ? Two[..1] : Two, Week, Start.AddDays(day))));

    [Fact]
    public void Each_key_says_when_the_next_takes_over_and_until_when_its_record_stays()
    {
        var turns = KeySchedule.At(Two, Week, Start.AddDays(91));
        Assert.Equal((Start.AddDays(92), Start.AddDays(99)), (turns[0].SignsUntil, turns[0].PublishedUntil));
        Assert.Equal((null, null), (turns[1].SignsUntil, turns[1].PublishedUntil));
    }

    [Fact]
    public void A_key_made_in_an_emergency_signs_before_one_that_waits() => Assert.Equal(
        "a retiring, c signing, b waiting",
        Print(KeySchedule.At([.. Two, Key("c", 91, 91)], Week, Start.AddDays(91))));

    [Fact]
    public void Of_each_algorithm_one_key_signs() => Assert.Equal(
        "a retiring, b signing, e signing",
        Print(KeySchedule.At(
            [Key("e", 10, 12) with { Algorithm = SigningAlgorithm.Ed25519Sha256 }, .. Two], Week, Start.AddDays(93))));

    [Theory]
    [InlineData(1, 7)]
    [InlineData(5, 7)]
    [InlineData(10, 12)]
    public void A_record_outlives_what_waits_in_the_queue(int waits, int overlap) =>
        Assert.Equal(TimeSpan.FromDays(overlap), KeySchedule.Overlap(TimeSpan.FromDays(waits)));

    [Fact]
    public void At_any_time_one_key_signs_whose_record_has_been_there_and_stays_as_long_as_its_mail_may_travel() =>
        Gen.Select(Gen.Int[0, 400].List[1, 8], Gen.Double[3, 500]).Sample((days, day) =>
        {
            var keys = days.Select((created, i) => Key($"k{i}", created, i == 0 ? created : created + 2)).ToList();
            var now = Start.AddDays(day);
            var turns = KeySchedule.At(keys, Week, now);
            var signing = turns.Where(turn => turn.State == KeyState.Signing).ToList();
            var lastBefore = KeySchedule.At(keys, Week, now - Week + TimeSpan.FromSeconds(1))
                .Where(turn => turn.State == KeyState.Signing).Select(turn => turn.Dates.Selector);
            return turns.Length == keys.Count
                && signing.Count == (keys.Exists(key => key.SignsFrom <= now) ? 1 : 0)
                && turns.Where(turn => lastBefore.Contains(turn.Dates.Selector))
                    .All(turn => turn.State is KeyState.Signing or KeyState.Retiring);
        });

    private static KeyDates Key(string selector, double created, double signsFrom) => new(
        selector, SigningAlgorithm.RsaSha256, Start.AddDays(created), Start.AddDays(signsFrom));

    private static string Print(IEnumerable<KeyTurn> turns) => string.Join(
        ", ", turns.Select(turn => $"{turn.Dates.Selector} {turn.State.ToString().ToLowerInvariant()}"));
}
