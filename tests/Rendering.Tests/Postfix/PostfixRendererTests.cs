using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Tests.Postfix;

/// <summary>What Postfix is to be set to, and what cannot be said to it.</summary>
public sealed class PostfixRendererTests
{
    private const string Office = "postfix-office";
    private const string Both = "postfix-filter-and-cloud";

    [Theory]
    [InlineData(Office, "office")]
    [InlineData(Both, "filter")]
    [InlineData(Both, "cloud")]
    public void A_site_is_rendered_as_the_golden_file_says(string topology, string site) =>
        Golden.AssertIs($"{topology}-{site}.txt", Some.Text(Some.Render(Some.Topology(topology), site)));

    [Theory]
    [InlineData(Office, "office", "kind: cloud", "kind: cloud\n    platform: exchange-online", "public certificate")]
    [InlineData(Office, "office", "host: contoso-example.mail.cloud.example", "host: 192.0.2.20", "by name")]
    [InlineData(Office, "office", "recipients: recipients.csv", "outage: 1d", "recipients:")]
    [InlineData(Office, "office", "type: authoritative", "type: authoritative, sub-domains: yes", "sub-domain")]
    [InlineData(Both, "cloud", "cloud -> office\n", "cloud -> office -> cloud\n", "where a message comes from")]
    [InlineData(Both, "cloud", "office -> cloud -> i", "cloud -> office -> cloud -> i", "mail for other domains")]
    [InlineData(Both, "cloud", "    addresses: [198.51.100.25]\n", "", "write addresses: for office")]
    [InlineData(Both, "cloud", "{ from: o", "{ from: cloud, to: office, deliver-by: mx }\n  - { from: o", "mx")]
    public void What_postfix_cannot_do_is_refused_with_what_to_write(
        string topology, string site, string old, string changed, string obstacle)
    {
        var result = Some.Render(Some.Topology(topology, old, changed), site);

        Assert.Contains(result.Obstacles, found => found.Contains(obstacle, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#hash@contoso.example")]
    [InlineData("\"two words\"@contoso.example")]
    public void An_address_that_a_map_would_read_as_something_else_is_refused(string address)
    {
        var topology = Some.Topology(Office);
        var row = new Recipient
        {
            Address = EmailAddress.Parse(address), Kind = RecipientKind.Mailbox, Site = SiteName.Parse("office"),
        };

        var result = Renderer.Render(
            topology.Organization, new RecipientTable([.. topology.Recipients.Rows, row]), false,
            SiteName.Parse("office"));

        Assert.Contains(result.Obstacles, found => found.Contains(address, StringComparison.Ordinal));
    }

    [Fact]
    public void A_domain_that_passes_on_whom_it_does_not_know_is_open_and_keeps_its_mailboxes()
    {
        var topology = Some.Topology(Office, "{ type: authoritative }", "{ type: internal-relay, unknown-to: cloud }");

        var text = Some.Text(Some.Render(topology, "office"));

        Assert.Contains("\n@contoso.example cloud\n", text, StringComparison.Ordinal);
        Assert.Contains("\ncontoso.example smtp:[192.0.2.20]:25\n", text, StringComparison.Ordinal);
        Assert.Contains("\ngrace@contoso.example virtual:\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_of_a_mailbox_stays_below_the_base()
    {
        var topology = Some.Topology(Office);
        var row = new Recipient
        {
            Address = EmailAddress.Parse("/etc/x@contoso.example"),
            Kind = RecipientKind.Mailbox,
            Site = SiteName.Parse("office"),
        };

        var text = Some.Text(Renderer.Render(
            topology.Organization, new RecipientTable([.. topology.Recipients.Rows, row]), false,
            SiteName.Parse("office")));

        Assert.Contains(
            "\n/etc/x@contoso.example contoso.example/=2Fetc=2Fx/\n", text, StringComparison.Ordinal);
    }
}
