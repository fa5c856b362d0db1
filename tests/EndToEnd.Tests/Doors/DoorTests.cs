using System.Net;
using System.Security.Cryptography.X509Certificates;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Doors;

/// <summary>Rule 3 of section 3: the doors answer at RCPT TO, in one line, after MAIL was accepted.</summary>
[Collection(LabAddresses.Collection)]
public sealed class DoorTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Accepted = "250 2.1.5";
    private const string Locked = "550 5.7.51";
    private const string NoRelay = "550 5.7.1";
    private const string NotProved = "550 5.7.64";

    private static readonly IPAddress FromOffice = Hosts.Office.Address;
    private static readonly IPAddress FromFilter = Hosts.Filter.Address;

    [Theory]
    [InlineData(Hosts.Alice, Hosts.Ada, Accepted)]
    [InlineData(Hosts.Alice, Hosts.Grace, Accepted)]
    [InlineData(Hosts.Alice, "ADA@Contoso.EXAMPLE", Accepted)]
    [InlineData(Hosts.Alice, "countess@contoso.example", Accepted)]
    [InlineData(Hosts.Alice, "ada+books@contoso.example", Accepted)]
    [InlineData(Hosts.Alice, "team@contoso.example", Accepted)]
    [InlineData("", Hosts.Ada, Accepted)]
    [InlineData(Hosts.Grace, Hosts.Ada, Accepted)]
    [InlineData(Hosts.Alice, "postmaster@contoso.example", Accepted)]
    [InlineData(Hosts.Alice, "postmaster", Accepted)]
    [InlineData(Hosts.Alice, "Postmaster", Accepted)]
    [InlineData(Hosts.Alice, Hosts.AdaByRoutingDomain, NoRelay)]
    [InlineData("", Hosts.AdaByRoutingDomain, NoRelay)]
    [InlineData(Hosts.Alice, Hosts.Bob, NoRelay)]
    [InlineData("", Hosts.Bob, NoRelay)]
    [InlineData(Hosts.Ada, Hosts.Bob, NotProved)]
    [InlineData(Hosts.Alice, Hosts.Nobody, "550 5.4.1")]
    [InlineData("", Hosts.Nobody, "550 5.4.1")]
    [InlineData(Hosts.Ada, Hosts.Nobody, "550 5.4.1")]
    public Task A_stranger_at_the_filter(string from, string to, string reply) =>
        AssertAsync("filter", Hosts.Stranger, null, from, to, reply);

    [Theory]
    [InlineData(Hosts.Alice, Hosts.Ada, Locked)]
    [InlineData(Hosts.Alice, Hosts.Grace, Locked)]
    [InlineData("", Hosts.Ada, Locked)]
    [InlineData(Hosts.Ada, Hosts.Grace, Locked)]
    [InlineData(Hosts.Alice, Hosts.Nobody, Locked)]
    [InlineData(Hosts.Alice, "postmaster@contoso.example", Locked)]
    [InlineData(Hosts.Alice, "postmaster", Locked)]
    [InlineData(Hosts.Alice, Hosts.AdaByRoutingDomain, Locked)]
    [InlineData("", Hosts.AdaByRoutingDomain, Locked)]
    [InlineData(Hosts.Alice, "nobody@contoso.mail.cloud.example", Locked)]
    [InlineData(Hosts.Alice, Hosts.Bob, NoRelay)]
    [InlineData("", Hosts.Bob, NoRelay)]
    [InlineData(Hosts.Ada, Hosts.Bob, NotProved)]
    public async Task A_stranger_at_the_cloud_and_at_the_office(string from, string to, string reply)
    {
        await AssertAsync("cloud", Hosts.Stranger, null, from, to, reply);
        await AssertAsync("office", Hosts.Stranger, null, from, to, reply);
    }

    [Theory]
    [InlineData("cloud", Hosts.Alice, Hosts.Ada, Locked)]
    [InlineData("cloud", Hosts.Alice, Hosts.Bob, NotProved)]
    [InlineData("cloud", "", Hosts.Bob, NotProved)]
    [InlineData("filter", Hosts.Alice, Hosts.Bob, NotProved)]
    public Task The_address_of_a_site_proves_nothing(string site, string from, string to, string reply) =>
        AssertAsync(site, FromOffice, null, from, to, reply);

    [Theory]
    [InlineData("cloud", Hosts.Grace, Hosts.Ada, Locked)]
    [InlineData("cloud", "", Hosts.AdaByRoutingDomain, Locked)]
    [InlineData("cloud", Hosts.Grace, Hosts.Bob, NotProved)]
    [InlineData("cloud", Hosts.Alice, Hosts.Bob, NotProved)]
    [InlineData("filter", Hosts.Alice, Hosts.Bob, NotProved)]
    public async Task A_self_made_certificate_with_the_offices_names_gets_nothing(
        string site, string from, string to, string reply)
    {
        using var forged = Identity.Forge("office", "mail.contoso.example");
        await AssertAsync(site, FromOffice, forged, from, to, reply);
    }

    [Theory]
    [InlineData(Hosts.Alice, Hosts.Ada, Accepted)]
    [InlineData("", Hosts.Ada, Accepted)]
    [InlineData(Hosts.Alice, Hosts.Grace, Accepted)]
    [InlineData(Hosts.Alice, Hosts.Nobody, "550 5.1.1")]
    public async Task The_filter_hands_in_mail_for_our_domains_at_the_cloud(string from, string to, string reply)
    {
        using var filter = Identity.Load(lab.Data.Identity("filter"));
        await AssertAsync("cloud", FromFilter, filter, from, to, reply);
    }

    [Fact]
    public async Task The_filter_is_a_partner_and_does_not_relay_by_the_cloud()
    {
        using var filter = Identity.Load(lab.Data.Identity("filter"));
        await AssertAsync("cloud", FromFilter, filter, Hosts.Alice, Hosts.Bob, NoRelay);
        await AssertAsync("cloud", FromFilter, filter, Hosts.Ada, Hosts.Bob, NotProved);
    }

    [Fact]
    public async Task The_filter_is_nobody_at_the_office_because_no_arrow_leads_there()
    {
        using var filter = Identity.Load(lab.Data.Identity("filter"));
        await AssertAsync("office", FromFilter, filter, Hosts.Alice, Hosts.Grace, Locked);
    }

    [Theory]
    [InlineData("", Hosts.Bob, Accepted)]
    [InlineData(Hosts.Grace, Hosts.Bob, Accepted)]
    [InlineData(Hosts.Alice, Hosts.Bob, Accepted)]
    [InlineData(Hosts.Grace, Hosts.Ada, Accepted)]
    [InlineData(Hosts.Grace, Hosts.AdaByRoutingDomain, Accepted)]
    [InlineData(Hosts.Grace, Hosts.Nobody, "550 5.1.1")]
    public async Task The_office_relays_by_the_cloud_with_any_reverse_path(string from, string to, string reply)
    {
        using var office = Identity.Load(lab.Data.Identity("office"));
        await AssertAsync("cloud", FromOffice, office, from, to, reply);
    }

    [Fact]
    public async Task VRFY_tells_nothing()
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);

        Assert.StartsWith("252", (await talk.SayAsync($"VRFY {Hosts.Ada}")).Status, StringComparison.Ordinal);
        Assert.StartsWith("252", (await talk.SayAsync($"VRFY {Hosts.Nobody}")).Status, StringComparison.Ordinal);
    }

    private static async Task AssertAsync(
        string site, IPAddress source, X509Certificate2? certificate, string from, string to, string status)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Site(site), source, certificate);
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{from}>")).Status);
        var reply = await talk.SayAsync($"RCPT TO:<{to}>");
        Assert.Single(reply.Lines);
        Assert.Equal(status, reply.Status);
        Assert.StartsWith("221", (await talk.SayAsync("QUIT")).Status, StringComparison.Ordinal);
    }
}
