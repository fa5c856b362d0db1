using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Watching;

/// <summary>What other programs see of a site: health, metrics, spans and logs.</summary>
[Collection(LabAddresses.Collection)]
public sealed partial class TelemetryTests
{
    private const string Watch = "127.0.0.1:9925";

    private static readonly HttpClient Http = new() { BaseAddress = new Uri($"http://{Watch}/") };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_and_metrics_answer_on_a_port_of_their_own_and_every_number_is_documented()
    {
        await using var sites = await StartAsync($"watch: {{ listen: \"{Watch}\" }}");
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Charles);

        var ready = await Http.GetAsync(new Uri("health/ready", UriKind.Relative), Token);
        var health = JsonSerializer.Deserialize<JsonElement>(await ready.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Shapes.AssertNames(health, "site", "version", "startedAt", "ready", "whyNot");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("health/live"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("status"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("queue/find"));

        var metrics = await Patience.UntilAsync("the delivery in the metrics", async () =>
            await Http.GetStringAsync(new Uri("metrics", UriKind.Relative), Token) is var text
                && text.Contains("causeway_mail_ended_total{outcome=\"delivered\"} 1", StringComparison.Ordinal)
                ? text : null);
        Assert.Contains("causeway_mail_accepted_total{peer=\"user\"} 1", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("@", metrics, StringComparison.Ordinal);
        var shown = TypeLine().Matches(metrics).Select(match => match.Groups[1].Value).Where(IsOurs).Distinct().Order();
        var page = await File.ReadAllTextAsync(Repository.Path("docs/metrics.md"), Token);
        var documented = Row().Matches(page).Select(match => match.Groups[1].Value).Order();
        Assert.Equal(documented, shown);
    }

    [Fact]
    public async Task The_spans_of_one_message_at_two_sites_are_one_trace_and_hold_no_address()
    {
        var endPoint = IPEndPoint.Parse("127.0.0.1:4317");
        await using var collector = await SpanCollector.StartAsync(endPoint);
        const string Otlp = "watch: { otlp: \"http://127.0.0.1:4317\" }";
        await using var sites = await StartAsync(Otlp);
        sites.Configure("office", change: text => With(text, "office", Otlp));
        await sites.StartAsync("office");
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);

        var data = new DataFolder(sites.Data);
        var trace = await Patience.UntilAsync("the delivery", async () =>
            (await data.TraceAsync("--to", Hosts.Grace)).FirstOrDefault(one =>
                one.GetProperty("outcome").GetString() == "delivered") is { ValueKind: JsonValueKind.Object } found
                ? Timeline.Text(found, "id") : null);
        var id = Encoding.Latin1.GetString(
            SHA256.HashData(Encoding.UTF8.GetBytes($"causeway {trace}")).AsSpan(0, 16));
        await Patience.UntilAsync("spans of both sites", () => Task.FromResult(
            Array.TrueForAll(["cloud", "office"], site => collector.Exports.Any(export =>
                export.Contains(id, StringComparison.Ordinal) && export.Contains(site, StringComparison.Ordinal)
                    && export.Contains("receive", StringComparison.Ordinal))) ? "both" : null));
        var all = string.Concat(collector.Exports);
        Assert.Contains("deliver", all, StringComparison.Ordinal);
        Assert.DoesNotContain("@contoso.example", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--log-format", "json", null)]
    [InlineData(null, null, "JOURNAL_STREAM=8:1234")]
    public async Task The_log_holds_neither_secrets_nor_bodies(string? option, string? format, string? variable)
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var sites = new AlertedSites();
        sites.Configure("cloud");
        string[] more = option is null ? [] : [option, format!];
        await sites.StartWithAsync("cloud", more, variable is null ? [] : ["env", variable]);
        await sites.SetPasswordAsync(Hosts.Ada);
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Charles);
        await Command.CausewayAsync("alerts", "test", "--data", sites.Data);

        var log = await Patience.UntilAsync("the delivery in the log", () => Task.FromResult(
            sites.Process("cloud").Errors is var text && text.Contains("Delivered", StringComparison.Ordinal)
                ? text : null));
        var lines = log.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.True(
            format == "json" ? IsJson(line) : JournalLine().IsMatch(line), line));
        string[] secrets =
        [
            AlertedSites.Password, "a-secret-token", "Hello.", "PRIVATE KEY",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Hosts.Ada}\0{AlertedSites.Password}")),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }

    private static bool IsOurs(string name) => name.StartsWith("causeway_", StringComparison.Ordinal);

    private static bool IsJson(string line) =>
        JsonSerializer.Deserialize<JsonElement>(line).TryGetProperty("LogLevel", out _);

    private static async Task<HttpStatusCode> StatusAsync(string path) =>
        (await Http.GetAsync(new Uri(path, UriKind.Relative), Token)).StatusCode;

    private static string With(string text, string site, string watch)
    {
        var listen = $"    listen: [{Hosts.Site(site)}]\n";
        Assert.Contains(listen, text, StringComparison.Ordinal);
        return text.Replace(listen, $"{listen}    {watch}\n", StringComparison.Ordinal);
    }

    private static async Task<AlertedSites> StartAsync(string watch)
    {
        await LabAddresses.WaitUntilFreeAsync();
        var sites = new AlertedSites();
        try
        {
            sites.Configure("cloud", change: text => With(text, "cloud", watch));
            await sites.StartAsync("cloud");
            await sites.SetPasswordAsync(Hosts.Ada);
            return sites;
        }
        catch
        {
            await sites.DisposeAsync();
            throw;
        }
    }

    [GeneratedRegex(@"^# TYPE (\S+) ", RegexOptions.Multiline, 1000)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\| `(causeway_\w+)` \|", RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"^<[0-7]>\S+\[\d+\] ", RegexOptions.None, 1000)]
    private static partial Regex JournalLine();
}
