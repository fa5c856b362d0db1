using System.Net;
using System.Text;
using System.Text.Json;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;

namespace Causeway.Watching.Tests.Targets;

/// <summary>A server that is told of alerts.</summary>
public sealed class WebhookTargetTests : IDisposable
{
    private static readonly AlertNews News = new(AlertEvent.Raised, Some.Now, Some.Alert());

    private readonly HttpListener server = new();
    private readonly Uri url;
    private readonly List<string> heard = [];

    public WebhookTargetTests()
    {
        var port = FreePort();
        url = new Uri($"http://127.0.0.1:{port}/hooks/a-secret?token=another");
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
    }

    public void Dispose() => server.Close();

    [Fact]
    public async Task It_gets_the_alert_as_JSON_once()
    {
        Assert.Null(await TellAsync(200));

        var json = JsonSerializer.Deserialize<JsonElement>(Assert.Single(heard));
        Assert.Equal("disk-low", json.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_may_be_over_soon_is_tried_again()
    {
        Assert.Null(await TellAsync(503, 429, 200));
        Assert.Equal(3, heard.Count);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    public async Task An_answer_that_is_no_is_not_tried_again_and_a_redirect_is_not_followed(int status)
    {
        Assert.Equal($"{url.Authority} answered {status}", await TellAsync(status));
        Assert.Single(heard);
    }

    [Fact]
    public async Task After_the_last_attempt_it_says_why_without_the_secret_in_the_URL()
    {
        var why = await TellAsync(500, 500, 500);
        Assert.Equal($"{url.Authority} answered 500", why);
        using var target = new WebhookTarget(url, TimeProvider.System);
        Assert.Equal($"webhook {url.Authority}", target.Name);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_of()
    {
        server.Stop();
        Assert.Equal($"{url.Authority} could not be reached: ConnectionError", await TellAsync());
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string?> TellAsync(params int[] statuses)
    {
        var serving = ServeAsync(statuses);
        using var target = new WebhookTarget(url, TimeProvider.System, [TimeSpan.Zero, TimeSpan.Zero]);
        var why = await target.TellAsync([News], TestContext.Current.CancellationToken);
        await serving;
        return why;
    }

    private async Task ServeAsync(int[] statuses)
    {
        foreach (var status in statuses)
        {
            var context = await server.GetContextAsync();
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            heard.Add(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            context.Response.StatusCode = status;
            context.Response.Headers["Location"] = url.ToString();
            context.Response.Close();
        }
    }
}
