using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class RecipientDifferencesTests
{
    private static readonly Recipient Ada = new()
    {
        Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud,
    };

    [Fact]
    public void A_row_is_added_removed_or_changed_and_named()
    {
        var grace = Ada with { Address = Some.Grace, Site = Some.Office };
        var before = new RecipientTable([Ada, grace]);
        var after = new RecipientTable(
        [
            grace with { Site = Some.Cloud, Forward = [Some.Ada] },
            Ada with { Address = EmailAddress.Parse("new@contoso.example") },
        ]);

        Assert.Equal(
            "1 added: new@contoso.example; 1 removed: ada@contoso.example; "
                + "1 changed: grace@contoso.example (site office -> cloud, forward none -> ada@contoso.example)",
            RecipientDifferences.Between(before, after).ToString());
    }

    [Fact]
    public void The_order_of_rows_is_no_difference() => Assert.True(RecipientDifferences.Between(
        new RecipientTable([Ada, Ada with { Address = Some.Grace }]),
        new RecipientTable([Ada with { Address = Some.Grace }, Ada])).IsEmpty);

    [Fact]
    public void Many_are_counted_and_some_are_named()
    {
        var many = Enumerable.Range(0, 25)
            .Select(number => Ada with { Address = EmailAddress.Parse($"u{number}@contoso.example") });

        Assert.EndsWith(
            "u9@contoso.example and 15 more",
            RecipientDifferences.Between(new RecipientTable([]), new RecipientTable([.. many])).ToString(),
            StringComparison.Ordinal);
    }
}
