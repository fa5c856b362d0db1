using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Causeway.Watching.Alerts;

namespace Causeway.Watching.Targets;

/// <summary>
/// Posts each piece of news as JSON. What may be over soon (no answer, 408, 429, 5xx) is tried again; a redirect is an
/// answer like another, and no good one. The URL may hold a secret: of it only the host is named.
/// </summary>
public sealed class WebhookTarget : IAlertTarget, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient http;
    private readonly Uri url;
    private readonly TimeProvider clock;
    private readonly ImmutableArray<TimeSpan> waits;

    /// <param name="waits">The waits between attempts; null for 1, 5, 25 and 60 s.</param>
    public WebhookTarget(Uri url, TimeProvider clock, ImmutableArray<TimeSpan>? waits = null)
    {
        this.waits = waits ?? [.. new[] { 1, 5, 25, 60 }.Select(seconds => TimeSpan.FromSeconds(seconds))];
        this.url = url;
        this.clock = clock;
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = Limit,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public string Name => $"webhook {url.Authority}";

    public bool IsSameAs(IAlertTarget other) =>
        other is WebhookTarget another && another.url.OriginalString == url.OriginalString;

    public TimeSpan Pause(DateTimeOffset now) => TimeSpan.Zero;

    public async Task<string?> TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct)
    {
        foreach (var one in news)
        {
            if (await PostAsync(AlertMessage.Write(one), ct).ConfigureAwait(false) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    public void Dispose() => http.Dispose();

    private async Task<string?> PostAsync(byte[] message, CancellationToken ct)
    {
        foreach (var wait in waits)
        {
            var (why, isOver) = await TryAsync(message, ct).ConfigureAwait(false);
            if (isOver)
            {
                return why;
            }

            await Task.Delay(wait, clock, ct).ConfigureAwait(false);
        }

        return (await TryAsync(message, ct).ConfigureAwait(false)).Why;
    }

    private async Task<(string? Why, bool IsOver)> TryAsync(byte[] message, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(Limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            using var content = new ByteArrayContent(message);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? (null, true)
                : (string.Create(
                    CultureInfo.InvariantCulture, $"{url.Authority} answered {(int)response.StatusCode}"),
                    !MayPass(response.StatusCode));
        }
        catch (HttpRequestException fault)
        {
            return ($"{url.Authority} could not be reached: {fault.HttpRequestError}", false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return ($"{url.Authority} did not answer within {Judge.Span(Limit)}", false);
        }
    }

    private static bool MayPass(HttpStatusCode status) =>
        (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
}
