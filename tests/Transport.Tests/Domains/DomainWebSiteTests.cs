using System.Text;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Causeway.Transport.Domains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Domains;

/// <summary>What is fetched from a real web site, and what is said where it is not as it should be.</summary>
public sealed class DomainWebSiteTests
{
    private const string Token = "causeway-verification=0123456789abcdef0123456789abcdef";

    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_fetched_by_http_at_its_one_path()
    {
        await using var site = await WebSite.StartAsync(Now);
        site.Http = Says(Token + "\n");

        var file = await FetchAsync(site);

        Assert.Equal((Token + "\n", false), (file.Text, file.IsFault));
        Assert.Equal([$"http {DomainToken.FilePath}"], site.Asked);
    }

    [Fact]
    public async Task Where_http_sends_on_to_https_the_file_is_fetched_there()
    {
        await using var site = await WebSite.StartAsync(Now);
        site.Http = SendsOn("https://contoso.example/.well-known/causeway-verification.txt");
        site.Https = Says(Token);

        Assert.Equal(Token, (await FetchAsync(site)).Text);
        Assert.Equal([$"http {DomainToken.FilePath}", $"https {DomainToken.FilePath}"], site.Asked);
    }

    [Fact]
    public async Task A_site_that_sends_on_to_another_proves_nothing_and_the_other_is_not_asked()
    {
        await using var other = await WebSite.StartAsync(Now);
        await using var site = await WebSite.StartAsync(Now);
        other.Http = Says(Token);
        site.Http = site.Https = SendsOn($"http://other.example:{other.Ports.Http}/");

        var file = await FetchAsync(site);

        Assert.Equal((null, false), (file.Text, file.IsFault));
        Assert.Contains(
            $"301 and sends on to 'http://other.example:{other.Ports.Http}/'", file.Why, StringComparison.Ordinal);
        Assert.Empty(other.Asked);
    }

    [Theory]
    [InlineData("www.contoso.example", 99, true, "RemoteCertificateNameMismatch")]
    [InlineData("contoso.example", 1, true, "errors in the certificate chain: NotTimeValid")]
    [InlineData("contoso.example", 99, false, "errors in the certificate chain: PartialChain")]
    public async Task A_certificate_that_nobody_believes_proves_nothing_and_is_told(
        string name, int years, bool isTrusted, string why)
    {
        await using var site = await WebSite.StartAsync(Now, name, years);
        await using var other = await WebSite.StartAsync(Now);
        site.Http = SendsOn("https://contoso.example/");
        site.Https = Says(Token);

        var file = await FetchAsync(site, isTrusted ? site : other);

        Assert.Equal((null, true), (file.Text, file.IsFault));
        Assert.Contains(why, file.Why, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Asked, asked => asked.StartsWith("https", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_a_certificate_says_that_more_of_its_chain_is_nobody_is_asked()
    {
        await using var site = await WebSite.StartAsync(Now);
        await using var other = await WebSite.StartAsync(Now);

        await FetchAsync(site, trusted: other);

        Assert.Equal([$"http {DomainToken.FilePath}"], site.Asked);
    }

    [Fact]
    public async Task Of_a_file_without_end_no_more_is_read_than_a_token_could_take()
    {
        await using var site = await WebSite.StartAsync(Now);
        site.Http = async context =>
        {
            var page = Encoding.UTF8.GetBytes(new string('x', 65536));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(page, context.RequestAborted);
            }
        };

        Assert.Equal(new string('x', 1024), (await FetchAsync(site)).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("causeway-")]
    public async Task A_site_that_is_too_slow_says_nothing(string beginning)
    {
        await using var site = await WebSite.StartAsync(Now);
        site.Http = site.Https = async context =>
        {
            if (beginning.Length > 0)
            {
                await context.Response.WriteAsync(beginning, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }

            clock.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        };

        var file = await FetchAsync(site);

        Assert.Equal((null, true), (file.Text, file.IsFault));
        Assert.Equal("the web site did not answer within 10 s", file.Why);
    }

    [Theory]
    [InlineData("text/html; charset=utf-8", "utf-8", false)]
    [InlineData("application/octet-stream", "utf-8", true)]
    [InlineData("text/plain", "utf-16", true)]
    [InlineData(null, "utf-16BE", true)]
    public async Task Neither_type_nor_encoding_of_the_file_is_of_any_matter(
        string? type, string encoding, bool hasMark)
    {
        await using var site = await WebSite.StartAsync(Now);
        var written = Encoding.GetEncoding(encoding);
        byte[] octets = [.. hasMark ? written.GetPreamble() : [], .. written.GetBytes(Token)];
        site.Http = async context =>
        {
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(octets, context.RequestAborted);
        };

        Assert.Equal(Token, (await FetchAsync(site)).Text);
    }

    [Theory]
    [InlineData(404, 404, false)]
    [InlineData(404, 503, false)]
    [InlineData(301, 404, false)]
    [InlineData(301, 503, true)]
    [InlineData(503, 503, true)]
    public async Task What_says_that_there_is_no_file_is_told_from_what_says_nothing(int http, int https, bool isFault)
    {
        await using var site = await WebSite.StartAsync(Now);
        site.Http = Answers(http);
        site.Https = Answers(https);

        var file = await FetchAsync(site);

        Assert.Equal((null, isFault), (file.Text, file.IsFault));
        Assert.Equal(
            http == https ? $"the web site answered {http}"
                : $"by http: the web site answered {http}; by https: the web site answered {https}", file.Why);
    }

    private static RequestDelegate Says(string text) => context => context.Response.WriteAsync(text);

    private static RequestDelegate Answers(int code) => context =>
    {
        context.Response.StatusCode = code;
        return Task.CompletedTask;
    };

    private static RequestDelegate SendsOn(string where) => context =>
    {
        context.Response.StatusCode = StatusCodes.Status301MovedPermanently;
        context.Response.Headers.Location = where;
        return context.Response.WriteAsync(Token);
    };

    private async Task<DomainFile> FetchAsync(WebSite site, WebSite? trusted = null) =>
        await new DomainWeb(
            new FakeZone
            {
                Addresses = { ["contoso.example"] = ["127.0.0.1"], ["other.example"] = ["127.0.0.1"] },
            },
            new MailHostOptions { LoopbackCountsAsPublic = true }, clock)
        {
            Roots = [(trusted ?? site).Authority!], Ports = site.Ports,
        }.FetchAsync(DomainName.Parse("contoso.example"), Now);
}
