using System.Net;
using Causeway.Transport.Submission;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Submission;

public sealed class SignInLimitsTests
{
    private const string Ada = "ada@contoso.example";

    private static readonly IPAddress Guesser = IPAddress.Parse("203.0.113.7");
    private static readonly IPAddress Home = IPAddress.Parse("198.51.100.1");

    private readonly FakeTimeProvider clock = new();
    private readonly SignInLimits limits;

    public SignInLimitsTests() => limits = new SignInLimits(new SignInPolicy(), clock);

    [Fact]
    public void Ten_failures_lock_the_network_out_and_not_the_user()
    {
        Fail(Guesser, 10);

        Assert.Equal(SignInStanding.LockedOut, limits.Begin(Guesser, Ada, null));
        Assert.Equal(SignInStanding.LockedOut, limits.Begin(Guesser, "grace@contoso.example", null));
        Assert.Equal(SignInStanding.Free, limits.Begin(Home, Ada, null));
        Assert.Equal("203.0.113.7", Assert.Single(limits.Locked).Network);
    }

    [Fact]
    public void Nine_do_not()
    {
        Fail(Guesser, 9);

        Assert.Equal(SignInStanding.Free, limits.Begin(Guesser, Ada, null));
    }

    [Fact]
    public void A_lock_ends_by_itself_and_each_further_failure_doubles_it_up_to_a_day()
    {
        Fail(Guesser, 10);
        var minutes = 1.0;
        for (var i = 0; i < 15; i++)
        {
            clock.Advance(TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1));
            Assert.Equal(SignInStanding.LockedOut, limits.Begin(Guesser, Ada, null));
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Empty(limits.Locked);
            Fail(Guesser, 1);
            minutes = Math.Min(2 * minutes, 24 * 60);
        }

        Assert.Equal(clock.GetUtcNow().AddDays(1), limits.Locked[0].Until);
    }

    [Fact]
    public void A_network_of_IPv6_is_its_first_64_bits()
    {
        for (var i = 1; i <= 10; i++)
        {
            Fail(IPAddress.Parse($"2001:db8::{i}"), 1);
        }

        Assert.Equal(SignInStanding.LockedOut, limits.Begin(IPAddress.Parse("2001:db8::ffff"), Ada, null));
        Assert.Equal(
            SignInStanding.Free,
            limits.Begin(IPAddress.Parse("2001:db8:0:1::1"), Ada, null));
        Assert.True(limits.Release("2001:db8::99"));
        Assert.Equal(SignInStanding.Free, limits.Begin(IPAddress.Parse("2001:db8::1"), Ada, null));
    }

    [Fact]
    public void A_password_that_was_just_wrong_is_neither_computed_nor_counted_again()
    {
        Assert.Equal(SignInStanding.Free, limits.Begin(Home, Ada, 7));
        limits.End(Home, Ada, 7, isGood: false);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(SignInStanding.KnownWrong, limits.Begin(Home, Ada, 7));
        }

        Assert.Equal(SignInStanding.Free, limits.Begin(Home, Ada, 8));
    }

    [Fact]
    public void Slips_are_forgiven_who_signs_in_after_them_and_guesses_at_others_are_not()
    {
        for (var day = 0; day < 20; day++)
        {
            Fail(Home, 2);
            Succeed(Home);
        }

        Assert.Empty(limits.Locked);
        for (var i = 0; i < 9; i++)
        {
            Fail(Home, 1, "grace@contoso.example");
            Succeed(Home);
        }

        Fail(Home, 1, "grace@contoso.example");
        Assert.Single(limits.Locked);
    }

    [Fact]
    public void Failures_of_long_ago_do_not_count()
    {
        Fail(Home, 9);
        clock.Advance(TimeSpan.FromDays(1));
        Fail(Home, 9);

        Assert.Empty(limits.Locked);
    }

    [Fact]
    public void Guesses_from_many_networks_slow_new_ones_down_and_never_one_where_the_user_signed_in()
    {
        Succeed(Home);
        for (var i = 0; i < 30; i++)
        {
            Fail(IPAddress.Parse($"203.0.113.{i}"), 1);
        }

        Assert.Equal((Ada, 30), (Attacked.Single().User, Attacked.Single().Failures));
        Assert.Equal(SignInStanding.Free, limits.Begin(IPAddress.Parse("203.0.113.100"), Ada, null));
        Assert.Equal(SignInStanding.LockedOut, limits.Begin(IPAddress.Parse("203.0.113.101"), Ada, null));
        Assert.Equal(
            SignInStanding.Free, limits.Begin(IPAddress.Parse("203.0.113.101"), "grace@contoso.example", null));
        for (var i = 0; i < 3; i++)
        {
            Succeed(Home);
        }

        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInStanding.Free, limits.Begin(IPAddress.Parse("203.0.113.102"), Ada, null));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(Attacked);
    }

    [Fact]
    public void An_account_is_released_and_remembers_where_its_user_signed_in()
    {
        Succeed(Home);
        for (var i = 0; i < 30; i++)
        {
            Fail(IPAddress.Parse($"203.0.113.{i}"), 1);
        }

        Assert.True(limits.Release(Ada));
        Assert.Empty(Attacked);
        Assert.False(limits.Release("192.0.2.1"));
        Assert.False(limits.Release("nobody@contoso.example"));
    }

    [Fact]
    public void So_many_attempts_of_one_network_are_under_way_at_once()
    {
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(SignInStanding.Free, limits.Begin(Home, Ada, null));
        }

        Assert.Equal(SignInStanding.LockedOut, limits.Begin(Home, Ada, null));
        limits.End(Home, Ada, null, isGood: null);
        Assert.Equal(SignInStanding.Free, limits.Begin(Home, Ada, null));
    }

    [Fact]
    public void Memory_is_bounded_and_locks_are_the_last_to_be_forgotten()
    {
        var few = new SignInLimits(new SignInPolicy { Most = 100 }, clock);
        Fail(few, Guesser, 10, Ada);
        for (var i = 0; i < 10_000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Fail(few, IPAddress.Parse($"10.0.{i / 250}.{i % 250}"), 1, $"user{i}@contoso.example");
        }

        Assert.Equal(SignInStanding.LockedOut, few.Begin(Guesser, Ada, null));
        Assert.InRange(few.Remembered, 2, 200);
    }

    [Fact]
    public void An_attack_on_a_name_that_nobody_has_is_not_told_and_one_that_is_no_address_not_kept()
    {
        for (var i = 0; i < 30; i++)
        {
            Fail(IPAddress.Parse($"203.0.113.{i}"), 1, "nobody@contoso.example");
            Fail(IPAddress.Parse($"203.0.113.{i}"), 1, "root\r\nAlert: all is well");
        }

        Assert.Empty(limits.Attacked(user => user == Some.Ada));
        Assert.Equal("nobody@contoso.example", Attacked.Single().User);
    }

    private System.Collections.Immutable.ImmutableArray<AttackedAccount> Attacked => limits.Attacked(_ => true);

    private void Fail(IPAddress from, int times, string user = Ada) => Fail(limits, from, times, user);

    private static void Fail(SignInLimits limits, IPAddress from, int times, string user)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(SignInStanding.Free, limits.Begin(from, user, null));
            limits.End(from, user, null, isGood: false);
        }
    }

    private void Succeed(IPAddress from)
    {
        Assert.Equal(SignInStanding.Free, limits.Begin(from, Ada, null));
        limits.End(from, Ada, null, isGood: true);
    }
}
