using Causeway.Authentication.SkipListing;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Authentication.Tests.SkipListing;

public sealed class SkipScopeTests
{
    private static readonly SiteName Cloud = SiteName.Parse("cloud");

    private static readonly Organization Contoso = new()
    {
        Name = "contoso",
        Domains = [new AcceptedDomain { Name = DomainName.Parse("contoso.example"), Type = default }],
        Sites =
        [
            new Site
            {
                Name = Cloud, Kind = SiteKind.Cloud, Host = "cloud.example", Mx = [], Waits = TimeSpan.FromDays(5),
                RoutingDomain = DomainName.Parse("contoso.mail.cloud.example"),
            },
        ],
        Flow = new MailFlow([], [], []),
        Connectors = [],
        Directory = Cloud,
    };

    private static readonly RecipientTable Recipients = new(
    [
        new Recipient
        {
            Address = EmailAddress.Parse("ada@contoso.example"), Kind = RecipientKind.Mailbox,
            Proxies = [EmailAddress.Parse("countess@contoso.example")],
        },
        new Recipient { Address = EmailAddress.Parse("grace@contoso.example"), Kind = RecipientKind.Mailbox },
    ]);

    [Theory]
    [InlineData("", "ada@contoso.example grace@contoso.example", true)]
    [InlineData("ada@contoso.example", "ada@contoso.example", true)]
    [InlineData("ada@contoso.example", "ada@contoso.example grace@contoso.example", false)]
    [InlineData("ada@contoso.example grace@contoso.example", "grace@contoso.example ada@contoso.example", true)]
    [InlineData("ada@contoso.example", "nobody@contoso.example", false)]
    [InlineData("nobody@contoso.example", "nobody@contoso.example", true)]
    [InlineData("ada@contoso.example", "", false)]
    // A recipient is the same by each of its addresses, in the list and in the message.
    [InlineData("ada@contoso.example", "Countess@Contoso.example", true)]
    [InlineData("countess@contoso.example", "ada@contoso.example", true)]
    [InlineData("ada@contoso.example", "ada+news@contoso.example", true)]
    [InlineData("ada@contoso.example", "countess@contoso.mail.cloud.example", true)]
    [InlineData("ada@contoso.mail.cloud.example", "ada@contoso.example", true)]
    [InlineData("ada@contoso.mail.cloud.example", "grace@contoso.mail.cloud.example", false)]
    public void What_was_found_counts_if_every_recipient_is_named(string named, string recipients, bool counts) =>
        Assert.Equal(counts, SkipScope.Covers(
            Skip.LastAddress with { OnlyFor = [.. Addresses(named)] }, [.. Addresses(recipients)], Contoso,
            Recipients));

    private static IEnumerable<EmailAddress> Addresses(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(EmailAddress.Parse);
}
