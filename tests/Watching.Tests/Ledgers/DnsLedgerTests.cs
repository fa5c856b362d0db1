using Causeway.Core.Publishing;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

public sealed class DnsLedgerTests
{
    private static readonly DnsComparison Good = new([Record(RecordState.Equal)], [], []);
    private static readonly DnsComparison Bad = new([Record(RecordState.Missing)], [], []);
    private static readonly DnsComparison Silent = new([Record(RecordState.NotAnswered)], [], []);

    private readonly FakeTimeProvider clock = new(Some.Now);

    [Fact]
    public void A_difference_that_matters_stands_since_it_was_first_seen()
    {
        var ledger = new DnsLedger(clock);

        ledger.Looked("contoso", Bad);
        clock.Advance(TimeSpan.FromHours(1));
        ledger.Looked("contoso", Bad);

        var seen = Assert.Single(ledger.Seen);
        Assert.Equal((Some.Now, Some.Now.AddHours(1)), (seen.Since, seen.LookedAt));
        Assert.Equal("MX contoso.example is missing: no mail comes", Assert.Single(seen.Differences));
    }

    [Fact]
    public void It_is_over_when_dns_is_good_and_not_when_it_is_silent()
    {
        var ledger = new DnsLedger(clock);
        ledger.Looked("contoso", Bad);

        ledger.Looked("contoso", Silent);
        Assert.Single(ledger.Seen);

        ledger.Looked("contoso", Good);
        Assert.Empty(ledger.Seen);
    }

    [Fact]
    public void It_outlives_a_restart_and_goes_with_its_organization()
    {
        var before = new DnsLedger(clock);
        before.Looked("contoso", Bad);
        var ledger = new DnsLedger(clock);

        ledger.Restore(before.Seen);
        Assert.Equal("contoso", Assert.Single(ledger.Seen).Organization);

        ledger.Keep(["fabrikam"]);
        Assert.Empty(ledger.Seen);
    }

    private static ComparedRecord Record(RecordState state) => new(
        "contoso.example", RecordType.Mx, RecordPurpose.Mx, state, RecordWeight.Matters, ["10 mx.filter.example"], [],
        null, "no mail comes");
}
