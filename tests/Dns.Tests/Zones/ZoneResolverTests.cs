using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns.Zones;

namespace Causeway.Dns.Tests.Zones;

/// <summary>Answers from a zone file are those of the name server that has it.</summary>
public sealed class ZoneResolverTests
{
    private static readonly ZoneResolver Zone = new(ZoneFile.Read("a.zone", """
        $ORIGIN a.example.
        $TTL 600
        @ 300 SOA ns hostmaster 1 3600 600 86400 60
        @ MX 10 MX1
        @ 100 MX 20 mx2.b.example.
        @ TXT "v=spf1 " "-all"
        mx1 A 192.0.2.1
        mx1 AAAA 2001:db8::1
        alias CNAME mx1
        far CNAME mx2.b.example.
        ring CNAME ring2
        ring2 CNAME ring
        deep.empty A 192.0.2.9
        *.wild TXT "any"
        x.wild A 192.0.2.8
        handed NS ns.handed
        ns.handed A 192.0.2.7
        _25._tcp.mx1 TLSA 3 1 1 AB
        $ORIGIN 2.0.192.in-addr.arpa.
        @ SOA ns.a.example. hostmaster.a.example. 1 3600 600 86400 60
        1 PTR mx1.a.example.
        """, origin: null));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_come_with_their_lowest_time_to_live()
    {
        var answer = await Zone.MxAsync(DomainName.Parse("A.example"), Ct);
        Assert.Equal([new MxRecord(10, "mx1.a.example"), new MxRecord(20, "mx2.b.example")], answer.Records);
        Assert.Equal(TimeSpan.FromSeconds(100), answer.TimeToLive);
    }

    [Theory]
    [InlineData("a.example", DnsStatus.Found)]
    [InlineData("mx1.a.example", DnsStatus.NoData)]
    [InlineData("empty.a.example", DnsStatus.NoData)]
    [InlineData("gone.a.example", DnsStatus.NoSuchName)]
    [InlineData("gone.empty.a.example", DnsStatus.NoSuchName)]
    [InlineData("alias.a.example", DnsStatus.NoData)]
    [InlineData("far.a.example", DnsStatus.TemporaryFault)]
    [InlineData("ring.a.example", DnsStatus.TemporaryFault)]
    [InlineData("b.example", DnsStatus.TemporaryFault)]
    [InlineData("handed.a.example", DnsStatus.TemporaryFault)]
    [InlineData("ns.handed.a.example", DnsStatus.TemporaryFault)]
    [InlineData("any.wild.a.example", DnsStatus.Found)]
    [InlineData("two.more.wild.a.example", DnsStatus.Found)]
    [InlineData("x.wild.a.example", DnsStatus.NoData)]
    [InlineData("below.x.wild.a.example", DnsStatus.NoSuchName)]
    public async Task Absence_and_what_the_file_cannot_know_are_told_apart(string name, DnsStatus status) =>
        Assert.Equal(status, (await Zone.TxtAsync(name, Ct)).Status);

    [Fact]
    public async Task Absence_lasts_as_long_as_the_authority_says() =>
        Assert.Equal(TimeSpan.FromSeconds(60), (await Zone.TxtAsync("gone.a.example", Ct)).TimeToLive);

    [Fact]
    public async Task Every_type_is_answered()
    {
        Assert.Equal("192.0.2.1 2001:db8::1", string.Join(
            ' ', (await Zone.AddressesAsync("alias.a.example", Ct)).Records));
        Assert.Equal(IPAddress.Parse("2001:db8::1"), Assert.Single(
            (await Zone.AddressesAsync("mx1.a.example", AddressFamily.InterNetworkV6, Ct)).Records));
        Assert.Equal("v=spf1 -all", Assert.Single((await Zone.TxtAsync("a.example", Ct)).Records));
        Assert.Equal("mx1.a.example", Assert.Single((await Zone.PtrAsync(IPAddress.Parse("192.0.2.1"), Ct)).Records));
        Assert.Equal("mx1.a.example", Assert.Single((await Zone.CnameAsync("alias.a.example", Ct)).Records));
        Assert.Equal(new TlsaRecord(3, 1, 1, "ab"), Assert.Single(
            (await Zone.TlsaAsync("_25._tcp.mx1.a.example", Ct)).Records));
    }

    [Theory]
    [InlineData("a.example", true)]
    [InlineData("gone.A.example.", true)]
    [InlineData("b.example", false)]
    [InlineData("x.handed.a.example", false)]
    public void It_says_of_which_names_it_knows(string name, bool knows) => Assert.Equal(knows, Zone.Knows(name));
}
