using Causeway.Watching.Alerts;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>Which mailboxes are nearly full.</summary>
public class QuotaLedgerTests
{
    private const string Ada = "ada@contoso.example";

    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly QuotaLedger ledger;

    public QuotaLedgerTests() => ledger = new QuotaLedger(clock);

    [Fact]
    public void From_nine_tenths_on_it_is_an_alert_since_then_and_below_it_is_none()
    {
        ledger.Add("contoso", Ada, 899, 1000);
        Assert.Empty(ledger.Seen);
        ledger.Add("contoso", Ada, 900, 1000);
        clock.Advance(TimeSpan.FromHours(1));
        ledger.Add("contoso", Ada, 1000, 1000);

        var seen = Assert.Single(ledger.Seen);
        Assert.Equal(new MailboxSeen("contoso", Ada, 1000, 1000, Some.Now), seen);
        var alert = Assert.Single(Judge.Of(
            Some.Observation() with { Mailboxes = [seen] }, [("contoso", Some.Policy)]));
        Assert.Equal((AlertTable.MailboxFull, Severity.Warning, Ada), (alert.Id, alert.Severity, alert.Subject));
        Assert.Contains($"recipient change {Ada} --quota", alert.Do, StringComparison.Ordinal);

        ledger.Add("contoso", Ada, 10, 1000);
        Assert.Empty(ledger.Seen);
    }

    [Fact]
    public void A_limited_number_is_told_apart_and_what_stood_before_a_restart_stands()
    {
        ledger.Restore([new MailboxSeen("contoso", Ada, 1, 1, Some.Now.AddDays(-1))]);
        for (var i = 0; i < 2 * QuotaLedger.Most; i++)
        {
            ledger.Add("contoso", $"u{i}@contoso.example", 1, 1);
        }

        Assert.Equal(QuotaLedger.Most, ledger.Seen.Length);
        Assert.Equal(Ada, ledger.Seen[0].Address);
    }
}
