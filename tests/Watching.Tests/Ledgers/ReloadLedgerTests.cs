using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests.Ledgers;

/// <summary>Which files are not in force.</summary>
public class ReloadLedgerTests
{
    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly ReloadLedger ledger;

    public ReloadLedgerTests() => ledger = new ReloadLedger(clock);

    private IEnumerable<string> Refused => ledger.Seen.Where(file => file.RefusedAt is not null)
        .Select(file => $"{file.Organization} {file.Path}");

    [Fact]
    public void A_file_is_refused_since_the_first_time_until_it_is_taken()
    {
        ledger.Refused("contoso", "a.csv", "no");
        clock.Advance(TimeSpan.FromMinutes(1));
        ledger.Refused("contoso", "a.csv", "still not");
        Assert.Equal([new ReloadSeen("contoso", "a.csv", null, Some.Now, "still not")], ledger.Seen);

        ledger.Taken("contoso", "a.csv");
        Assert.Equal([new ReloadSeen("contoso", "a.csv", Some.Now.AddMinutes(1), null, null)], ledger.Seen);
    }

    [Fact]
    public void All_files_of_an_organization_can_be_taken_at_once()
    {
        ledger.Refused("contoso", "a.csv", "no");
        ledger.Refused("contoso", "b.pem", "no");
        ledger.Refused("northwind", "c.csv", "no");

        ledger.Taken("contoso");

        Assert.Equal(["northwind c.csv"], Refused);
    }

    [Fact]
    public void The_refusal_of_a_file_that_nobody_looks_after_any_more_is_forgotten()
    {
        ledger.Refused("contoso", "a.csv", "no");
        ledger.Refused("contoso", "b.pem", "no");
        ledger.Refused("northwind", "a.csv", "no");

        ledger.Keep([("contoso", "b.pem"), ("contoso", "new.pem")]);

        Assert.Equal([("contoso", "b.pem")], ledger.Seen.Select(file => (file.Organization, file.Path)));
    }
}
