namespace Causeway.Mail.Tests;

public sealed class HeaderFirewallTests
{
    private static readonly AuthservIds OurIds =
        new(["cloud.example", "mx.filter.example", "xn--bcher-kva.example"]);

    [Theory]
    [InlineData("X-Causeway-Trace: id=1")]
    [InlineData("x-causeway-anything: 1")]
    [InlineData("X-Causeway-Trace : id=1")]
    [InlineData("X-Causeway-Trace:\n id=1\n\tmore")]
    [InlineData("X-MS-Exchange-Organization-SCL: -1")]
    [InlineData("X-MS-Exchange-Forest-RulesExecuted: x")]
    [InlineData("x-ms-exchange-crosspremises-originalclientipaddress: x")]
    [InlineData("X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.1];domain=a.example")]
    [InlineData("X-MS-Exchange-ExternalOriginalInternetSender: ip=[192.0.2.1];domain=a.example")]
    [InlineData("Authentication-Results: cloud.example; spf=pass")]
    [InlineData("Authentication-Results: Cloud.Example. 1; spf=pass")]
    [InlineData("Authentication-Results: \"mx.filter.example\"; none")]
    [InlineData("Authentication-Results: (a (nested\\)) comment)\n cloud.example; none")]
    [InlineData("Authentication-Results: cloud.example(comment); none")]
    [InlineData("Authentication-Results: \"cloud\\.example\"; none")]
    [InlineData("Authentication-Results: \"cloud.example\n \"; none")]
    [InlineData("Authentication-Results: \"\" cloud.example; none")]
    [InlineData("Authentication-Results: \"cloud.example; none")]
    [InlineData("Authentication-Results: cloud . example; none")]
    [InlineData("Authentication-Results: cloud.(a)example; none")]
    [InlineData("Authentication-Results: cloud.example/1; none")]
    [InlineData("Authentication-Results: cloud.example=; none")]
    [InlineData("Authentication-Results: cloud.example, x; none")]
    [InlineData("Authentication-Results: cloud.example")]
    [InlineData("Authentication-Results: CLOUD.EXAMPLE.. 1; none")]
    [InlineData("Authentication-Results:\n\t\n\tcloud.example; none")]
    [InlineData("Authentication-Results: (a (b) cloud.example; none")]
    [InlineData("Authentication-Results: (\\) cloud.example; none")]
    [InlineData("Authentication-Results: (a\\\\) cloud.example; none")]
    [InlineData("Authentication-Results: ) cloud.example; none")]
    [InlineData("Authentication-Results: \0cloud.example\0; none")]
    [InlineData("Authentication-Results: \u00a0cloud.example\u00a0x; none")]
    [InlineData("Authentication-Results: \ufeffcloud.example; none")]
    [InlineData("Authentication-Results: =?utf-8?q?cloud.example?=; none")]
    [InlineData("Authentication-Results: =?utf-8?b?Y2xvdWQu?= =?utf-8?q?example=3B?= none")]
    [InlineData("Authentication-Results: b\u00fccher.example; none")]
    [InlineData("Authentication-Results: B\u00dcCHER.example; none")]
    [InlineData("Authentication-Results\n : cloud.example; none")]
    [InlineData("Authentication-\n\tResults: cloud.example; none")]
    [InlineData("Authentication-Results\0: cloud.example; none")]
    [InlineData("\u000bAuthentication-Results: cloud.example; none")]
    [InlineData("X-MS-Exchange-Organization-SCL\n : -1")]
    [InlineData("X-Causeway-Trace\u00a0: id=1")]
    [InlineData("X-Causeway-Trace: id=1\n\u000b, more\n, and more")]
    [InlineData("Authentication-Results:\n\u000bcloud.example; dkim=pass")]
    [InlineData("Authentication-Results: other.example;\n, (\n, ) cloud.example; dkim=pass")]
    [InlineData("Authentication-Results\n :\n\u000bcloud.example; dkim=pass")]
    public void A_border_removes(string field)
    {
        var header = Header.Of($"Received: x\n{field}\nSubject: y\n\n");
        Assert.Equal("Received: x\r\nSubject: y\r\n\r\n", Strip(header));
    }

    [Theory]
    [InlineData("X-MS-Exchange-Transport-Anything: 1")]
    [InlineData("X-MS-Exchange-OrganizationX: 1")]
    [InlineData("X-Causewaylike: 1")]
    [InlineData("Authentication-Results: other.example; spf=pass")]
    [InlineData("Authentication-Results: evil.example (cloud.example); spf=pass")]
    [InlineData("Authentication-Results: cloud.example-x; none")]
    [InlineData("Authentication-Results: x.cloud.example; none")]
    [InlineData("Authentication-Results: cloud.example.x; none")]
    [InlineData("Authentication-Results: other.example; dkim=pass (1024-bit key) header.d=cloud.example")]
    [InlineData("Authentication-Results:")]
    [InlineData("ARC-Authentication-Results: i=1; cloud.example; spf=pass")]
    [InlineData("Subject: X-Causeway-Trace: id=1")]
    [InlineData("no field at all X-Causeway-Trace")]
    [InlineData("no field: X-Causeway-Trace: id=1")]
    [InlineData("Authentication-Results: other.example;\n, spf=pass")]
    [InlineData("Authentication-Results\n : other.example; spf=pass")]
    public void A_border_leaves(string field)
    {
        var header = Header.Of($"Received: x\n{field}\nSubject:   y\n\n");
        Assert.Equal(Header.Text(header.Octets), Strip(header));
    }

    [Theory]
    [InlineData("=?utf-8?b?x", false)]
    [InlineData("a", true)]
    public void Results_of_endless_length_in_encoded_words_are_not_searched(string piece, bool isLeft)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 20_000));
        var rest = Strip(Header.Of($"Authentication-Results: other.example; {text}\nSubject: y\n\n"));
        Assert.Equal(isLeft, rest.Contains("other.example", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(100, false)]
    [InlineData(10_000, true)]
    public void A_field_with_more_comments_than_anybody_writes_is_not_read_to_its_end(int comments, bool goes)
    {
        var header = Header.Of("Authentication-Results: other.example; none"
            + string.Concat(Enumerable.Repeat("\n (x)", comments)) + "\n\n");
        Assert.Equal(goes, Strip(header).Length == 2);
    }

    [Fact]
    public void What_a_field_claims_is_held_against_all_names_of_the_site_at_once()
    {
        var header = Header.Of("Authentication-Results: other.example; none"
            + string.Concat(Enumerable.Repeat(" (x) w\u00f6rd.example;", 200)) + "\n\n");
        long Allocated(int names)
        {
            var ids = new AuthservIds(Enumerable.Range(0, names).Select(i => $"mx{i}.example"));
            HeaderFirewall.Strip(header, HeaderKinds.Border, ids);
            var before = GC.GetAllocatedBytesForCurrentThread();
            HeaderFirewall.Strip(header, HeaderKinds.Border, ids);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.True(Allocated(1000) < 2 * Allocated(1));
    }

    [Fact]
    public void Only_the_kinds_asked_for_go()
    {
        var header = Header.Of("X-Causeway-A: 1\nX-MS-Exchange-Forest-A: 1\n\n");
        var rest = HeaderFirewall.Strip(header, HeaderKinds.Ours, OurIds);
        Assert.Equal("X-MS-Exchange-Forest-A: 1\r\n\r\n", Header.Text(rest));
    }

    [Theory]
    [InlineData(" ; dkim=pass header.d=bank.example\nSubject: y\n\n")]
    [InlineData("\tcloud.example;\n none\nSubject: y\n\n")]
    [InlineData("\u000b; dkim=pass\nSubject: y\n\n")]
    [InlineData("\u00a0; dkim=pass\nSubject: y\n\n")]
    [InlineData("\u000bx\n\u000b; dkim=pass\nSubject: y\n\n")]
    [InlineData("X-Causeway-A: 1\n\u000b; dkim=pass\nSubject: y\n\n")]
    [InlineData("\u2003X-Causeway-A: 1\n\u2003; dkim=pass\nSubject: y\n\n")]
    public void Nothing_goes_on_with_the_field_that_we_put_on_top(string message) =>
        Assert.Equal("Subject: y\r\n\r\n", Strip(Header.Of(message)));

    [Theory]
    [InlineData("\ufeffSubject: y\n\n")]
    [InlineData("no field at all\nSubject: y\n\n")]
    [InlineData("\n")]
    public void A_first_line_that_goes_on_with_nothing_stays(string message)
    {
        var header = Header.Of(message);
        Assert.Equal(Header.Text(header.Octets), Strip(header));
    }

    private static string Strip(HeaderBlock header) =>
        Header.Text(HeaderFirewall.Strip(header, HeaderKinds.Border, OurIds));
}
