using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Causeway.Core.Addresses;
using Server = ARSoft.Tools.Net.DomainName;

namespace Causeway.Dns.Tests;

/// <summary>The resolver against a real server on loopback: answers, absences and faults are told apart.</summary>
public sealed class DnsResolverTests : IDisposable
{
    private static readonly Dictionary<(string, RecordType), DnsRecordBase[]> Zone = new()
    {
        [("a.example", RecordType.Mx)] =
        [
            new ARSoft.Tools.Net.Dns.MxRecord(Name("a.example"), 300, 20, Name("MX2.a.example")),
            new ARSoft.Tools.Net.Dns.MxRecord(Name("a.example"), 60, 10, Name("mx1.a.example")),
        ],
        [("null.example", RecordType.Mx)] =
            [new ARSoft.Tools.Net.Dns.MxRecord(Name("null.example"), 300, 0, Server.Root)],
        [("mx1.a.example", RecordType.A)] = [new ARecord(Name("mx1.a.example"), 300, IPAddress.Parse("192.0.2.1"))],
        [("mx1.a.example", RecordType.Aaaa)] =
            [new AaaaRecord(Name("mx1.a.example"), 300, IPAddress.Parse("2001:db8::1"))],
        [("four.example", RecordType.A)] = [new ARecord(Name("four.example"), 300, IPAddress.Parse("192.0.2.4"))],
        [("a.example", RecordType.Txt)] =
        [
            new TxtRecord(Name("a.example"), 300, ["v=spf1 include:", "b.example -all"]),
            new TxtRecord(Name("a.example"), 300, ["something else"]),
        ],
        [("big.example", RecordType.Txt)] =
        [
            .. Enumerable.Range(1, 60).Select(i =>
                new TxtRecord(Name("big.example"), 300, [new string('x', 200) + i])),
        ],
        [("1.2.0.192.in-addr.arpa", RecordType.Ptr)] =
            [new PtrRecord(Name("1.2.0.192.in-addr.arpa"), 300, Name("MX1.a.example"))],
        [("7.0/25.2.0.192.in-addr.arpa", RecordType.Ptr)] =
            [new PtrRecord(Name("7.0/25.2.0.192.in-addr.arpa"), 300, Name("mx1.a.example"))],
        [("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa", RecordType.Ptr)] =
        [
            new PtrRecord(Name("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"), 300,
                Name("mx1.a.example")),
        ],
    };

    // An authoritative server that stops at a CNAME, as one does at the edge of its zones.
    private static readonly Dictionary<string, string> Cnames = new()
    {
        ["alias.example"] = "alias2.example", ["alias2.example"] = "a.example", ["circle.example"] = "circle.example",
        ["ring.example"] = "ring2.example", ["ring2.example"] = "ring.example",

        // RFC 2317 section 4: who has less than an octet's worth of addresses.
        ["7.2.0.192.in-addr.arpa"] = "7.0/25.2.0.192.in-addr.arpa",
    };

    private readonly IPEndPoint endpoint = FreeEndpoint();
    private readonly DnsServer server;

    public DnsResolverTests()
    {
        server = new DnsServer(new UdpServerTransport(endpoint), new TcpServerTransport(endpoint));
        server.QueryReceived += AnswerAsync;
        server.Start();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DnsResolver Resolver => new(new DnsResolverOptions { Servers = [endpoint] });

    public void Dispose()
    {
        try
        {
            server.Stop();
        }
        catch (AggregateException fault) when (fault.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            // The library reports its own cancellation where it is stopped before its listeners have begun.
        }
    }

    [Fact]
    public async Task Mx_records_come_in_lower_case_with_their_lowest_time_to_live()
    {
        var answer = await MxAsync("A.example");
        Assert.Equal(DnsStatus.Found, answer.Status);
        Assert.Equal([new MxRecord(10, "mx1.a.example"), new MxRecord(20, "mx2.a.example")],
            answer.Records.OrderBy(record => record.Preference));
        Assert.Equal(TimeSpan.FromSeconds(60), answer.TimeToLive);
    }

    [Fact]
    public async Task A_null_mx_is_a_record_without_a_name() =>
        Assert.True(Assert.Single((await MxAsync("null.example")).Records).IsNull);

    [Theory]
    [InlineData("four.example", DnsStatus.NoData)]
    [InlineData("gone.example", DnsStatus.NoSuchName)]
    [InlineData("servfail.example", DnsStatus.TemporaryFault)]
    [InlineData("refused.example", DnsStatus.TemporaryFault)]
    [InlineData("alias.example", DnsStatus.Found)]
    [InlineData("circle.example", DnsStatus.TemporaryFault)]
    [InlineData("ring.example", DnsStatus.TemporaryFault)]
    public async Task Absence_and_fault_are_told_apart(string domain, DnsStatus expected) =>
        Assert.Equal(expected, (await MxAsync(domain)).Status);

    [Fact]
    public async Task A_server_that_does_not_answer_is_a_temporary_fault_after_the_time_limit()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var resolver = new DnsResolver(new DnsResolverOptions
        {
            Servers = [(IPEndPoint)silent.Client.LocalEndPoint!], Timeout = TimeSpan.FromMilliseconds(50), Retries = 0,
        });
        Assert.Equal(DnsStatus.TemporaryFault, (await resolver.MxAsync(DomainName.Parse("a.example"), Ct)).Status);
    }

    [Fact]
    public async Task A_second_server_is_asked_where_the_first_one_fails()
    {
        using var silent = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var resolver = new DnsResolver(new DnsResolverOptions
        {
            Servers = [(IPEndPoint)silent.Client.LocalEndPoint!, endpoint],
            Timeout = TimeSpan.FromMilliseconds(200), Retries = 0,
        });
        Assert.True((await resolver.MxAsync(DomainName.Parse("a.example"), Ct)).IsFound);
    }

    [Theory]
    [InlineData("mx1.a.example", DnsStatus.Found, "192.0.2.1 2001:db8::1")]
    [InlineData("four.example", DnsStatus.Found, "192.0.2.4")]
    [InlineData("a.example", DnsStatus.NoData, "")]
    [InlineData("gone.example", DnsStatus.NoSuchName, "")]
    [InlineData("servfail.example", DnsStatus.TemporaryFault, "")]
    [InlineData("not a name", DnsStatus.NoSuchName, "")]
    public async Task Addresses_are_a_and_aaaa(string host, DnsStatus status, string addresses)
    {
        var answer = await Resolver.AddressesAsync(host, Ct);
        Assert.Equal((status, addresses), (answer.Status, string.Join(' ', answer.Records)));
    }

    [Fact]
    public async Task The_strings_of_a_text_record_are_joined()
    {
        var answer = await Resolver.TxtAsync("a.example", Ct);
        Assert.Equal(["something else", "v=spf1 include:b.example -all"], answer.Records.Order());
    }

    [Fact]
    public async Task An_answer_too_large_for_udp_is_fetched_by_tcp() =>
        Assert.Equal(60, (await Resolver.TxtAsync("big.example", Ct)).Records.Count);

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("2001:db8::1")]
    [InlineData("192.0.2.7")]
    public async Task An_address_has_names(string address) =>
        Assert.Equal(["mx1.a.example"], (await Resolver.PtrAsync(IPAddress.Parse(address), Ct)).Records);

    [Fact]
    public async Task Cancellation_throws() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Resolver.MxAsync(DomainName.Parse("a.example"), new CancellationToken(canceled: true)));

    private static Server Name(string name) => Server.Parse(name);

    private static IPEndPoint FreeEndpoint()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return (IPEndPoint)probe.LocalEndpoint;
    }

    private ValueTask<DnsAnswer<MxRecord>> MxAsync(string domain) =>
        Resolver.MxAsync(DomainName.Parse(domain), Ct);

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        var query = (DnsMessage)arguments.Query;
        var question = query.Questions[0];
        var name = question.Name.ToString().TrimEnd('.').ToLowerInvariant();
        var response = query.CreateResponseInstance();
        response.ReturnCode = name switch
        {
            "servfail.example" => ReturnCode.ServerFailure,
            "refused.example" => ReturnCode.Refused,
            _ when Cnames.ContainsKey(name) || Zone.Keys.Any(key => key.Item1 == name) => ReturnCode.NoError,
            _ => ReturnCode.NxDomain,
        };
        if (Cnames.TryGetValue(name, out var target))
        {
            response.AnswerRecords.Add(new CNameRecord(question.Name, 300, Name(target)));
        }
        else if (Zone.TryGetValue((name, question.RecordType), out var records))
        {
            response.AnswerRecords.AddRange(records);
        }

        arguments.Response = response;
        return Task.CompletedTask;
    }
}
