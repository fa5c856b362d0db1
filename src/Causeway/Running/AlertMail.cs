using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Transport;
using Causeway.Transport.Receiving;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;

namespace Causeway.Running;

/// <summary>
/// Tells of alerts by mail of the site's own, through its own queue: durable, with a null reverse-path, so that it is
/// never answered. One message for each piece of news, so many an hour; what comes above that goes together.
/// </summary>
internal sealed class AlertMail(SiteService service, Tenant tenant, AlertPolicy policy) : IAlertTarget
{
    private const string IdPrefix = "causeway-alert.";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Tenant tenant = tenant;
    private readonly AlertPolicy policy = policy;
    private readonly Queue<DateTimeOffset> written = new();

    public string Name => $"mail {string.Join(", ", policy.Mail)}";

    /// <summary>
    /// True for mail about alerts, which is never the cause of one. Only a site itself writes from port 0.
    /// </summary>
    public static bool IsOne(Accepted message) =>
        message.Peer is { Site: null, User: null, Address: OwnMail.PeerAddress }
        && IsId(message.MessageId);

    /// <summary>True where a neighbour brings mail about alerts back, and it is refused.</summary>
    public static bool IsOne(Refused message) => message.Peer.Site is not null && IsId(message.MessageId);

    public bool IsSameAs(IAlertTarget other) =>
        other is AlertMail another && another.tenant == tenant && another.policy.Mail.SequenceEqual(policy.Mail)
        && another.policy.MailsPerHour == policy.MailsPerHour;

    public TimeSpan Pause(DateTimeOffset now)
    {
        lock (gate)
        {
            while (written.TryPeek(out var oldest) && now - oldest >= Hour)
            {
                written.Dequeue();
            }

            return written.Count < policy.MailsPerHour ? TimeSpan.Zero : written.Peek() + Hour - now;
        }
    }

    public async Task<string?> TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct)
    {
        var now = service.Clock.GetUtcNow();
        lock (gate)
        {
            written.Enqueue(now);
        }

        var id = service.QueueIds.Next();
        EmailAddress.TryCreate("postmaster", tenant.Organization.Domains[0].Name, out var postmaster);
        var message = new PlainMessage(
            $"{IdPrefix}{id}", postmaster, "Causeway alerts", policy.Mail, now, AlertText.Subject(news),
            AlertText.Lines(news));
        var refusal = await OwnMail.SubmitAsync(
            service, tenant, Envelope.Plain(ReversePath.Null, policy.Mail), message.Write(), id, null, ct)
            .ConfigureAwait(false);
        return refusal?.ToString();
    }

    private static bool IsId(string? messageId) =>
        messageId?.StartsWith($"<{IdPrefix}", StringComparison.Ordinal) == true;
}
