using System.Net.Http.Json;
using Causeway.Keeping;
using Causeway.Keeping.Backups;

namespace Causeway.Admin;

/// <summary>
/// Holds a running site by its API, for as long as the answer to one request takes: when whoever asked dies, the site
/// goes on as before.
/// </summary>
public sealed class RunningSite : ISiteHold
{
    private readonly ApiClient client;
    private readonly HttpClient http;
    private readonly HttpResponseMessage response;
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    private RunningSite(ApiClient client, HttpClient http, HttpResponseMessage response, Stream stream)
    {
        (this.client, this.http, this.response) = (client, http, response);
        watching = WatchAsync(stream);
    }

    public bool IsRunning => true;

    internal static async Task<RunningSite> HoldAsync(ApiClient client, HttpClient http, CancellationToken ct)
    {
        var response = await http.GetAsync(
            new Uri("backup/hold", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, ct)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);

        // The one octet comes when the site is held.
        await stream.ReadExactlyAsync(new byte[1], ct).ConfigureAwait(false);
        return new RunningSite(client, http, response, stream);
    }

    public async ValueTask<SiteExtent> ReadExtentAsync(CancellationToken ct) =>
        await http.GetFromJsonAsync("backup/extent", BackupJson.Default.SiteExtent, ct).ConfigureAwait(false)
        ?? throw new IOException($"{client.Site} did not say how far its data are.");

    public void ThrowIfLost()
    {
        if (watching.IsCompleted)
        {
            throw new IOException(
                $"{client.Site} stopped while its backup was made: the backup does not count. Make it again.");
        }
    }

    public async ValueTask NoteAsync(
        string what, string subject, string? before, string? after, CancellationToken ct) =>
        await client.NoteAsync(new AuditNote(what, subject, before, after), ct).ConfigureAwait(false);

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        response.Dispose();
        over.Dispose();
    }

    // Ends when the site ends it, or when we do.
    private async Task WatchAsync(Stream stream)
    {
        try
        {
            await stream.ReadAsync(new byte[1], over.Token).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
        }
    }
}
