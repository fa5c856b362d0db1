using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Mailboxes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Tracing;
using Causeway.Watching;
using Causeway.Watching.Targets;

namespace Causeway.Admin;

/// <summary>Speaks to a running site by its socket.</summary>
public sealed class ApiClient : ISiteView, IDisposable
{
    private readonly HttpClient http;

    private ApiClient(string site, HttpClient http)
    {
        Site = site;
        this.http = http;
    }

    public string Site { get; }

    /// <summary>The running site of a folder; null where none answers.</summary>
    public static ApiClient? TryOpen(SiteFolder folder)
    {
        if (!File.Exists(folder.ApiSocket))
        {
            return null;
        }

        try
        {
            using var trial = Connect(folder.ApiSocket);
        }
        catch (SocketException)
        {
            return null;
        }

        var handler = new SocketsHttpHandler
        {
            ConnectCallback = (_, _) =>
                ValueTask.FromResult<Stream>(new NetworkStream(Connect(folder.ApiSocket), ownsSocket: true)),
        };
        return new ApiClient(folder.Site, new HttpClient(handler) { BaseAddress = new Uri("http://site/") });
    }

    public async Task<IReadOnlyList<StoredMessage>> ListAsync(EmailAddress address, CancellationToken ct) =>
        await http.GetFromJsonAsync($"mailboxes/{Escape(address)}", ApiJson.Default.StoredMessageArray, ct)
            .ConfigureAwait(false) ?? [];

    public async Task<byte[]?> ReadAsync(EmailAddress address, string id, CancellationToken ct)
    {
        using var response = await http.GetAsync(
            new Uri($"mailboxes/{Escape(address)}/{Uri.EscapeDataString(id)}", UriKind.Relative), ct)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<string>> FindTracesAsync(TraceQuery query, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync("trace/find", query, ApiJson.Default.TraceQuery, ct)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(ApiJson.Default.StringArray, ct).ConfigureAwait(false) ?? [];
    }

    public async Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(
        IReadOnlySet<string> ids, DateTimeOffset? until, CancellationToken ct)
    {
        var reading = new TraceReading([.. ids], until);
        using var response = await http.PostAsJsonAsync("trace/read", reading, ApiJson.Default.TraceReading, ct)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(ApiJson.Default.MessageTraceArray, ct).ConfigureAwait(false)
            ?? [];
    }

    /// <summary>Has the site read its files anew.</summary>
    public async Task<ReloadAnswer> ReloadAsync(CancellationToken ct)
    {
        using var response = await http.PostAsync(new Uri("reload", UriKind.Relative), null, ct).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ApiJson.Default.ReloadAnswer, ct).ConfigureAwait(false))!;
    }

    /// <summary>The directories of the site's organizations, or of one; all recipients, or those that match.</summary>
    public async Task<IReadOnlyList<DirectoryListing>> ListRecipientsAsync(
        string? organization, string? address, CancellationToken ct) =>
        await http.GetFromJsonAsync(
            $"directory?organization={Uri.EscapeDataString(organization ?? "")}"
                + $"&address={Uri.EscapeDataString(address ?? "")}",
            ApiJson.Default.DirectoryListingArray, ct).ConfigureAwait(false) ?? [];

    /// <summary>Has the directory changed, at whichever site it is kept.</summary>
    public async Task<DirectoryAnswer> OrderAsync(DirectoryOrder order, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync("directory/order", order, ApiJson.Default.DirectoryOrder, ct)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ApiJson.Default.DirectoryAnswer, ct).ConfigureAwait(false))!;
    }

    /// <summary>Who sent within a day, and how much of the limits is used.</summary>
    public async Task<IReadOnlyList<SenderRow>> ListSendersAsync(CancellationToken ct) =>
        await http.GetFromJsonAsync("sending", ApiJson.Default.SenderRowArray, ct).ConfigureAwait(false) ?? [];

    /// <summary>Lets a sender send again; how it stood before, empty where the site knows of nothing.</summary>
    public async Task<IReadOnlyList<SenderRow>> ReleaseSenderAsync(string sender, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(
            "sending/release", new SendingRelease(sender), ApiJson.Default.SendingRelease, ct).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new IOException($"{Site} could not record the release: its disk is full or failed.");
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(ApiJson.Default.SenderRowArray, ct).ConfigureAwait(false) ?? [];
    }

    /// <summary>What is in the queue and matches, oldest first.</summary>
    public Task<IReadOnlyList<QueuedCopy>> FindQueuedAsync(QueueFilter filter, CancellationToken ct) =>
        AskQueueAsync("queue/find", filter, ct);

    /// <summary>Changes what matches; returns what was changed, as it was before.</summary>
    public Task<IReadOnlyList<QueuedCopy>> OrderAsync(Order order, QueueFilter filter, CancellationToken ct) =>
        AskQueueAsync($"queue/{order.ToString().ToLowerInvariant()}", filter, ct);

    /// <summary>Keeps the site from deleting anything until disposed.</summary>
    public Task<RunningSite> HoldAsync(CancellationToken ct) => RunningSite.HoldAsync(this, http, ct);

    /// <summary>Records a change in the site's audit log, in the name of who runs this process.</summary>
    public async Task NoteAsync(AuditNote note, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync("audit", note, ApiJson.Default.AuditNote, ct)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new IOException($"{Site} could not write to its audit log: its disk is full or failed.");
        }

        response.EnsureSuccessStatusCode();
    }

    private async Task<IReadOnlyList<QueuedCopy>> AskQueueAsync(string path, QueueFilter filter, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(path, filter, ApiJson.Default.QueueFilter, ct)
            .ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.InsufficientStorage)
        {
            throw new IOException($"{Site} could not record the order: its disk is full or failed.");
        }

        response.EnsureSuccessStatusCode();
        var copies = await response.Content.ReadFromJsonAsync(ApiJson.Default.QueuedCopyArray, ct)
            .ConfigureAwait(false) ?? [];
        return (int)response.StatusCode != QueueEndpoints.DoneUnaudited ? copies : throw new IOException(
            $"{Site}: done, and not in the audit log, whose disk is full or failed: {path} of "
            + $"{string.Join(", ", copies.Select(copy => $"{copy.Id}/{copy.Copy}"))}.");
    }

    /// <summary>Lets a network or a user sign in again; false where it was not hindered.</summary>
    public async Task<bool> ReleaseSignInAsync(string networkOrUser, CancellationToken ct)
    {
        using var response = await http.PostAsJsonAsync(
            "sign-ins/release", networkOrUser, ApiJson.Default.String, ct).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        response.EnsureSuccessStatusCode();
        return true;
    }

    /// <summary>What the site says of itself at this moment.</summary>
    public async Task<SiteStatus> StatusAsync(CancellationToken ct) =>
        (await http.GetFromJsonAsync("status", StatusJson.Default.SiteStatus, ct).ConfigureAwait(false))!;

    /// <summary>Has the site tell a test to every target; how it went.</summary>
    public async Task<IReadOnlyList<TargetSeen>> TestAlertsAsync(CancellationToken ct)
    {
        using var response = await http.PostAsync(new Uri("alerts/test", UriKind.Relative), null, ct)
            .ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(StatusJson.Default.TargetSeenArray, ct)
            .ConfigureAwait(false) ?? [];
    }

    public void Dispose() => http.Dispose();

    private static string Escape(EmailAddress address) => Uri.EscapeDataString(address.ToString());

    private static Socket Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
