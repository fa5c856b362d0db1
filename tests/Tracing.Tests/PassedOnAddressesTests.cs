using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

/// <summary>Who gets mail only because unknown recipients are passed on.</summary>
public class PassedOnAddressesTests
{
    private const string Linus = "linus@contoso.example";

    private readonly PassedOnAddresses passed = new(address =>
        address.EndsWith("@contoso.example", StringComparison.Ordinal) && address != "grace@contoso.example");

    [Fact]
    public void An_address_that_no_record_has_counts_once_for_each_message_whatever_sites_it_passed()
    {
        passed.Look("filter", Facts.Accepted(
            1, "Q1", Facts.To(DestinationKind.Site, "cloud", "Linus@contoso.example")));
        passed.Look("cloud", Facts.Accepted(2, "Q1", Facts.To(DestinationKind.Site, "office", Linus)));
        passed.Look("cloud", Facts.Ended(3, "Q1", Outcome.Relayed, Linus));
        passed.Look("cloud", Facts.Accepted(9, "Q2", Facts.To(DestinationKind.Site, "office", Linus)) with
        {
            TraceId = "T2",
        });

        Assert.Equal([new PassedOnAddress(Linus, 2, Facts.Noon.AddSeconds(9))], passed.All);
    }

    [Fact]
    public void Who_is_recorded_or_elsewhere_is_left_out()
    {
        passed.Look("cloud", Facts.Accepted(1, "Q1", Facts.To(DestinationKind.Site, "office")));
        passed.Look("cloud", Facts.Accepted(
            2, "Q2", Facts.To(DestinationKind.Internet, "fabrikam.example", "bob@fabrikam.example")));

        Assert.Empty(passed.All);
    }

    [Fact]
    public void Who_is_refused_behind_it_bounces_already()
    {
        passed.Look("filter", Facts.Accepted(1, "Q1", Facts.To(DestinationKind.Site, "cloud", Linus)));
        passed.Look("filter", Facts.Ended(2, "Q1", Outcome.Relayed, Linus));
        passed.Look("cloud", Facts.Accepted(2, "Q7", Facts.To(DestinationKind.Site, "office", Linus)));
        passed.Look("cloud", Facts.Ended(3, "Q7", Outcome.Bounced, Linus));

        Assert.Empty(passed.All);
    }
}
