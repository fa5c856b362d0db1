using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>How old the copy of a directory is.</summary>
public class CopyLedgerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly CopyLedger ledger;

    public CopyLedgerTests() => ledger = new CopyLedger(clock);

    private bool IsOld => ledger.IsOld("contoso", Limit);

    [Fact]
    public void A_copy_is_old_once_its_primary_was_not_heard_for_longer_than_the_limit()
    {
        clock.Advance(TimeSpan.FromMinutes(30));
        ledger.Heard("contoso", null);
        clock.Advance(Limit);
        Assert.False(IsOld);

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(IsOld);

        ledger.Heard("contoso", null);
        Assert.False(IsOld);
    }

    [Fact]
    public void A_primary_that_cannot_be_asked_makes_no_copy_younger()
    {
        ledger.Heard("contoso", null);
        clock.Advance(Limit + TimeSpan.FromSeconds(1));
        ledger.Heard("contoso", "Connection refused");

        Assert.True(IsOld);
        var seen = ledger.Copy("contoso", "cloud", 7, Limit);
        Assert.Equal(
            new DirectorySeen("contoso", "cloud", 7, Some.Now, Some.Now, 3600, "Connection refused"), seen);
        Assert.Equal(Some.Now + Limit, seen.OldSince(clock.GetUtcNow()));
    }

    [Fact]
    public void A_copy_whose_primary_never_spoke_is_as_of_the_start()
    {
        ledger.Heard("contoso", "Connection refused");
        Assert.False(IsOld);
        Assert.Equal(
            new DirectorySeen("contoso", "cloud", 0, Some.Now, null, 3600, "Connection refused"),
            ledger.Copy("contoso", "cloud", 0, Limit));

        clock.Advance(Limit + TimeSpan.FromSeconds(1));
        Assert.True(IsOld);
    }

    [Fact]
    public void A_restart_makes_no_copy_younger()
    {
        ledger.Heard("contoso", null);
        var before = ledger.Copy("contoso", "cloud", 7, Limit);
        clock.Advance(Limit + TimeSpan.FromSeconds(1));

        var next = new CopyLedger(clock);
        next.Restore([before, new DirectorySeen("fabrikam", "cloud", 0, Some.Now)]);

        Assert.True(next.IsOld("contoso", Limit));
        Assert.False(next.IsOld("fabrikam", Limit));
    }

    [Fact]
    public void Each_organization_has_an_age_of_its_own()
    {
        clock.Advance(Limit + TimeSpan.FromSeconds(1));
        ledger.Heard("fabrikam", null);

        Assert.True(IsOld);
        Assert.False(ledger.IsOld("fabrikam", Limit));
    }
}
