using System.Net;
using System.Net.Sockets;
using Causeway.Dns.Wire;
using Causeway.Shared;

namespace Causeway.Dns.Tests;

/// <summary>
/// What servers and those who pretend to be one can send: none of it is believed, and none of it says that there is
/// nothing. The answer is a temporary fault, or that of the true server.
/// </summary>
public sealed class HostileDnsTests : IAsyncLifetime
{
    private const string Zone = """
        $TTL 300
        example. SOA ns.example. hostmaster.example. 1 3600 600 86400 60
        a.example. TXT "true"
        mx.example. A 192.0.2.1
        alias.example. 100 CNAME alias2.example.
        alias2.example. 200 CNAME a.example.
        dangling.example. CNAME gone.example.
        """;

    private readonly LoopbackDns dns = new(Zone);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    // Longer than any test takes, for servers that do answer in the end.
    private DnsResolver Patient => new(new DnsResolverOptions
    {
        Servers = [dns.EndPoint], Timeout = TimeSpan.FromMinutes(1), TotalTimeout = TimeSpan.FromMinutes(1),
        Retries = 0,
    });

    // For servers that never will.
    private DnsResolver Hasty => new(new DnsResolverOptions
    {
        Servers = [dns.EndPoint], Timeout = TimeSpan.FromMilliseconds(30), Retries = 1,
    });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => dns.DisposeAsync();

    [Fact]
    public async Task Answers_with_other_ids_are_passed_over_until_the_right_one_comes()
    {
        Lie(query =>
        [
            .. Enumerable.Range(1, 10).Select(i => (Forged(query) with { Id = (query.Id + i) & 0xFFFF }).Octets()),
            dns.TrueReply(query).Octets(),
        ]);
        await TrueAsync(queries: 1);
    }

    [Fact]
    public async Task Where_too_many_guess_the_id_it_is_asked_by_tcp()
    {
        Lie(query => query.IsByTcp
            ? [dns.TrueReply(query).Octets()]
            : [.. Enumerable.Range(1, 50).Select(i => (Forged(query) with { Id = (query.Id + i) & 0xFFFF }).Octets())]);
        await TrueAsync(queries: 2);
    }

    [Fact]
    public async Task Answers_to_other_questions_are_passed_over()
    {
        Lie(query =>
        [
            (Forged(query) with { Question = [1, (byte)'b', 0, 0, 16, 0, 1] }).Octets(),
            (Forged(query) with { Question = [.. query.Question[..^4], 0, 15, 0, 1] }).Octets(),
            (Forged(query) with { Question = [] }).Octets(),
            [.. query.Octets],
            [],
            [0],
            dns.TrueReply(query).Octets(),
        ]);
        await TrueAsync(queries: 1);
    }

    [Fact]
    public async Task Answers_from_other_addresses_and_ports_are_passed_over()
    {
        using var other = new UdpClient(new IPEndPoint(IPAddress.Parse("127.0.0.2"), dns.EndPoint.Port));
        using var neighbour = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Lie(query =>
        {
            other.Send(Forged(query).Octets(), query.From);
            neighbour.Send(Forged(query).Octets(), query.From);
            return [dns.TrueReply(query).Octets()];
        });
        await TrueAsync(queries: 1);
    }

    [Fact]
    public async Task The_name_may_come_back_in_other_case()
    {
        Lie(query => [(dns.TrueReply(query) with
        {
            Question = [1, (byte)'A', 7, .. "eXAMPLE"u8, 0, .. query.Question[^4..]],
        }).Octets()]);
        await TrueAsync(queries: 1);
    }

    [Fact]
    public async Task Records_of_other_names_are_no_answer()
    {
        Lie(query => [(Forged(query) with { Answers = ["b.example. 300 TXT \"forged\""] }).Octets()]);
        Assert.Equal(DnsStatus.NoData, (await Patient.TxtAsync("a.example", Ct)).Status);
    }

    [Fact]
    public async Task Only_the_end_of_the_chain_answers()
    {
        Lie(query => [(Forged(query) with
        {
            Answers =
            [
                "c.example. 300 TXT \"forged\"", "a.example. 300 CNAME b.example.", "a.example. 300 TXT \"forged\"",
                "b.example. 20 TXT \"true\"", "x.example. 1 CNAME c.example.",
            ],
        }).Octets()]);
        var answer = await Patient.TxtAsync("a.example", Ct);
        Assert.Equal("true", Assert.Single(answer.Records));
        Assert.Equal(TimeSpan.FromSeconds(20), answer.TimeToLive);
    }

    [Fact]
    public async Task An_answer_lasts_as_long_as_the_shortest_link_of_its_chain()
    {
        var answer = await Patient.TxtAsync("alias.example", Ct);
        Assert.Equal("true", Assert.Single(answer.Records));
        Assert.Equal(TimeSpan.FromSeconds(100), answer.TimeToLive);
    }

    [Fact]
    public async Task The_end_of_a_chain_may_not_exist() =>
        Assert.Equal(DnsStatus.NoSuchName, (await Patient.TxtAsync("dangling.example", Ct)).Status);

    [Fact]
    public async Task Absence_lasts_as_long_as_the_authority_of_the_name_says()
    {
        Assert.Equal(TimeSpan.FromSeconds(60), (await Patient.TxtAsync("mx.example", Ct)).TimeToLive);
        Assert.Equal(TimeSpan.FromSeconds(60), (await Patient.TxtAsync("gone.example", Ct)).TimeToLive);
        Lie(query => [(Forged(query) with
        {
            Answers = [], Authorities = ["other.test. 300 SOA ns.test. h.test. 1 1 1 1 300"],
        }).Octets()]);
        Assert.Equal(TimeSpan.Zero, (await Patient.TxtAsync("a.example", Ct)).TimeToLive);
    }

    [Theory]
    [InlineData(8, DnsStatus.Found)]
    [InlineData(9, DnsStatus.TemporaryFault)]
    public async Task A_chain_may_have_eight_links(int links, DnsStatus status)
    {
        Lie(query => [(Forged(query) with
        {
            Answers =
            [
                "a.example. 300 CNAME 1.example.",
                .. Enumerable.Range(1, links - 1).Select(i => $"{i}.example. 300 CNAME {i + 1}.example."),
                $"{links}.example. 300 TXT \"true\"",
            ],
        }).Octets()]);
        Assert.Equal(status, (await Patient.TxtAsync("a.example", Ct)).Status);
    }

    [Fact]
    public async Task A_name_with_two_different_cnames_leads_nowhere()
    {
        Lie(query => [(Forged(query) with
        {
            Answers = ["a.example. 300 CNAME b.example.", "a.example. 300 CNAME c.example."],
        }).Octets()]);
        await FaultAsync(Patient);
    }

    public static TheoryData<string> Lies =>
        ["servfail", "refused", "referral", "both", "cut by tcp", "garbage", "many", "early end", "circle", "nothing"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task What_is_no_answer_is_a_temporary_fault(string lie)
    {
        Lie(query => Lying(lie, query));
        await FaultAsync(lie == "nothing" ? Hasty : Patient);
    }

    private static byte[][] Lying(string lie, DnsQuery query) => lie switch
    {
        "servfail" => [(Forged(query) with { Code = 2 }).Octets()],
        "refused" => [(Forged(query) with { Code = 5, Answers = [], Question = [] }).Octets()],
        "referral" => [(Forged(query) with
        {
            Answers = [], Authorities = ["example. 300 NS ns.example."],
        }).Octets()],
        "both" => [(Forged(query) with { Code = 3 }).Octets()],
        "cut by tcp" => [(Forged(query) with { IsTruncated = true }).Octets()],
        "garbage" => [[.. Forged(query).Octets()[..12], .. query.Question, .. Enumerable.Repeat((byte)0xFF, 40)]],
        "many" => [(Forged(query) with
        {
            Answers = [.. Enumerable.Repeat("a.example. 300 TXT \"x\"", 1001)],
        }).Octets()],
        "early end" => [(Forged(query) with { AnswerCount = 2 }).Octets()],
        "circle" => [(Forged(query) with
        {
            Answers = ["a.example. 300 CNAME b.example.", "b.example. 300 CNAME a.example."],
        }).Octets()],
        _ => [],
    };

    [Fact]
    public async Task A_pointer_that_leads_to_itself_ends_the_reading()
    {
        Lie(query =>
        {
            var length = 12 + query.Question.Length;
            var empty = Forged(query) with { Answers = [], AnswerCount = 1 };
            return [[.. empty.Octets(), 0xC0, (byte)length, 0, 16, 0, 1]];
        });
        await FaultAsync(Patient);
    }

    [Fact]
    public async Task Every_query_has_a_port_and_an_id_of_its_own()
    {
        var resolver = Patient;
        for (var i = 0; i < 40; i++)
        {
            await resolver.TxtAsync("a.example", Ct);
        }

        // The kernel and chance may give one twice, but not many.
        Assert.InRange(dns.Queries.Select(query => query.Id).Distinct().Count(), 38, 40);
        Assert.InRange(dns.Queries.Select(query => query.From.Port).Distinct().Count(), 35, 40);
        Assert.InRange(Steps(query => query.Id), 30, 40);
        Assert.InRange(Steps(query => query.From.Port), 30, 40);
    }

    [Fact]
    public async Task A_server_without_edns_is_asked_without_it()
    {
        Lie(query => query.HasOptions
            ? [(Forged(query) with { Code = 1, Answers = [], Question = [] }).Octets()]
            : [dns.TrueReply(query).Octets()]);
        await TrueAsync(queries: 2);
    }

    [Fact]
    public async Task A_server_that_refuses_is_asked_once_and_the_one_that_answers_first_the_next_time()
    {
        await using var good = new LoopbackDns(Zone);
        Lie(query => [(Forged(query) with { Code = 5 }).Octets()]);
        var resolver = new DnsResolver(new DnsResolverOptions { Servers = [dns.EndPoint, good.EndPoint] });
        Assert.True((await resolver.TxtAsync("a.example", Ct)).IsFound);
        Assert.True((await resolver.TxtAsync("a.example", Ct)).IsFound);
        Assert.Equal((1, 2), (dns.Queries.Count, good.Queries.Count));
    }

    [Fact]
    public async Task A_silent_server_is_asked_again()
    {
        Lie(_ => []);
        await FaultAsync(Hasty);
        Assert.Equal(2, dns.Queries.Count);
    }

    [Fact]
    public async Task A_wrong_id_by_tcp_is_no_answer()
    {
        Lie(query => query.IsByTcp
            ? [(Forged(query) with { Id = query.Id ^ 1 }).Octets()]
            : [(Forged(query) with { IsTruncated = true }).Octets()]);
        await FaultAsync(Patient);
    }

    [Fact]
    public async Task The_whole_question_has_a_time_limit()
    {
        Lie(_ => []);
        var resolver = new DnsResolver(new DnsResolverOptions
        {
            Servers = [dns.EndPoint], Timeout = TimeSpan.FromMinutes(1), TotalTimeout = TimeSpan.FromMilliseconds(30),
        });
        await FaultAsync(resolver);
    }

    [Fact]
    public async Task Waiting_for_a_place_counts_and_ends_with_the_caller()
    {
        Lie(_ => []);
        var resolver = new DnsResolver(new DnsResolverOptions
        {
            Servers = [dns.EndPoint], Timeout = TimeSpan.FromMinutes(1), Concurrency = 1,
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var first = resolver.TxtAsync("a.example", caller.Token).AsTask();
        var second = resolver.TxtAsync("mx.example", caller.Token).AsTask();
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.True((await resolver.AddressesAsync("mx.example", AddressFamily.InterNetwork, Ct)).IsFound);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Ad_from_a_server_on_loopback_is_believed(bool hasSaidSo, bool isAuthenticated)
    {
        Lie(query => [(Forged(query) with { IsAuthenticated = hasSaidSo && query.HasAuthenticData }).Octets()]);
        Assert.Equal(isAuthenticated, (await Patient.TxtAsync("a.example", Ct)).IsAuthenticated);
    }

    [Theory]
    [InlineData("127.0.0.53", true)]
    [InlineData("::1", true)]
    [InlineData("192.0.2.53", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("2001:db8::53", false)]
    public void Ad_from_any_other_machine_is_not(string server, bool isAuthenticated)
    {
        var message = new DnsMessage(DnsMessage.NoError, IsTruncated: false, IsAuthenticated: true, [], []);
        Assert.Equal(isAuthenticated, DnsResolver.Trusted(message, IPAddress.Parse(server)).IsAuthenticated);
    }

    [Fact]
    public async Task Each_link_of_a_chain_must_be_authenticated()
    {
        dns.Faults["alias.example"] = query => [(dns.TrueReply(query) with { IsAuthenticated = true }).Octets()];
        Assert.False((await Patient.TxtAsync("alias.example", Ct)).IsAuthenticated);
        dns.Faults["alias2.example"] = dns.Faults["a.example"] = dns.Faults["alias.example"];
        Assert.True((await Patient.TxtAsync("alias.example", Ct)).IsAuthenticated);
    }

    [Theory]
    [InlineData("a..example")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234.example")]
    public async Task A_name_that_cannot_be_is_not_asked_for(string name)
    {
        Assert.Equal(DnsStatus.NoSuchName, (await Patient.TxtAsync(name, Ct)).Status);
        Assert.Empty(dns.Queries);
    }

    [Theory]
    [InlineData("user+tag=x.example")]
    [InlineData("-.example")]
    [InlineData("*.example")]
    public async Task A_label_may_hold_any_octet(string name)
    {
        await Patient.TxtAsync(name, Ct);
        Assert.Equal(name, Assert.Single(dns.Queries).Name);
    }

    private static DnsReply Forged(DnsQuery query) => new(query) { Answers = ["a.example. 300 TXT \"forged\""] };

    private void Lie(Func<DnsQuery, byte[][]> lie) => dns.Faults["a.example"] = lie;

    private int Steps(Func<DnsQuery, int> of) => dns.Queries.Zip(dns.Queries.Skip(1))
        .Select(pair => of(pair.Second) - of(pair.First)).Distinct().Count();

    private async Task TrueAsync(int queries)
    {
        Assert.Equal("true", Assert.Single((await Patient.TxtAsync("a.example", Ct)).Records));
        Assert.Equal(queries, dns.Queries.Count);
    }

    private static async Task FaultAsync(DnsResolver resolver) =>
        Assert.Equal(DnsStatus.TemporaryFault, (await resolver.TxtAsync("a.example", Ct)).Status);
}
