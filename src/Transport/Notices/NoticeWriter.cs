using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Mail.Dsn;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Notices;

/// <summary>
/// Composes notices and commits them as the site's own mail: null reverse-path, in the name of the default domain's
/// postmaster.
/// </summary>
internal static class NoticeWriter
{
    // What this site says when it gets no proper answer; others may use the same words and mean themselves.
    private static readonly FrozenSet<Reason> OwnVoice = new[]
    {
        Reason.HostUnreachable, Reason.NoUsableHost, Reason.NoMailHost, Reason.LoopsBack, Reason.NullMx,
        Reason.DomainNotFound, Reason.TlsRequired, Reason.PeerNotVerified, Reason.LinkBroken, Reason.NoRoute,
        Reason.LocalFault, Reason.MailboxFault,
    }.ToFrozenSet();

    private static readonly EnhancedStatus Expired = new(4, 4, 7);
    private static readonly EnhancedStatus Delivered = new(2, 1, 5);

    // RFC 3463 section 3.2: relayed to a mail system that does not report.
    private static readonly EnhancedStatus Relayed = new(2, 1, 9);

    /// <summary>
    /// Writes one notice of all results of a request. Null and its queue id once it is durable, or the refusal where no
    /// way leads back to the sender.
    /// </summary>
    public static async ValueTask<(SmtpReply? Refusal, string Id)> WriteAsync(
        SiteService service, Tenant tenant, NoticeRequest request, OriginalMessage original, CancellationToken ct)
    {
        var message = request.Message;
        var now = service.Clock.GetUtcNow();
        var organization = tenant.Organization;
        EmailAddress.TryCreate("postmaster", organization.Domains[0].Name, out var postmaster);
        var notification = new Notification
        {
            To = EmailAddress.Parse(message.From),
            From = postmaster,
            ReportingHost = tenant.Here.Host,
            Site = tenant.Here.Name.Value,
            Id = service.QueueIds.Next(),
            At = now,
            EnvelopeId = message.EnvelopeId,
            Return = message.Return,
            ArrivedAt = message.At,
            OriginalId = message.Id,
            Recipients = [.. request.Results.Select(result => Recipient(tenant, request, result, original, now))],
            Original = original.Header,
            OriginalContent = original.Content,
        };
        var envelope = Envelope.Plain(ReversePath.Null, [notification.To]) with
        {
            NeedsUtf8 = !System.Text.Ascii.IsValid(message.From),
        };
        var notice = new NoticeOf(
            message.Id, request.Copy.Number, [.. request.Results.Select(result => result.Recipient)], request.Kind);
        var refusal = await OwnMail.SubmitAsync(
            service, tenant, envelope, DsnWriter.Write(notification), notification.Id, notice, ct)
            .ConfigureAwait(false);
        return (refusal, notification.Id);
    }

    /// <summary>The status of a reply; where it names none, the general one of its class.</summary>
    public static EnhancedStatus StatusOf(string? reply)
    {
        var words = (reply ?? "").Split(' ', 3);
        return words.Length > 1 && EnhancedStatus.TryParse(words[1], out var status) ? status
            : new EnhancedStatus(words[0] is ['2' or '4' or '5', ..] ? words[0][0] - '0' : 5, 0, 0);
    }

    private static NotificationRecipient Recipient(
        Tenant tenant, NoticeRequest request, Result result, OriginalMessage original, DateTimeOffset now)
    {
        var (saidBy, host) = Speaker(tenant, request.Peer, result.Reply);
        var given = request.Copy.GivenAs(result.Recipient);
        var status = StatusOf(result.Reply);
        return new NotificationRecipient
        {
            Final = EmailAddress.Parse(result.Recipient),
            Original = request.Message.OptionsOf(given).OriginalRecipient
                ?? (given == result.Recipient ? null : Delivering.OnwardEnvelope.OriginalRecipient(given)),
            Action = ActionOf(request.Kind),
            Status = request.Kind switch
            {
                NoticeKind.Failed or NoticeKind.Delayed => status,
                NoticeKind.Expired => Expired,
                NoticeKind.Relayed => Relayed,
                _ => Delivered,
            },
            Reply = request.Kind is NoticeKind.Delivered or NoticeKind.Expanded ? null : result.Reply,
            SaidBy = saidBy,
            RemoteHost = host,
            LastAttemptAt = request.Kind == NoticeKind.Expanded ? null : now,
            RetriesUntil = request.RetriedUntil,
            Circle = Circle.Of(original.Header, status, saidBy),
        };
    }

    /// <summary>
    /// Who said a reply: a site of ours, with its host unless it is this one; or a host of somebody else.
    /// </summary>
    private static (string? Site, string? Host) Speaker(Tenant tenant, Peer? peer, string? reply)
    {
        var organization = tenant.Organization;
        if (peer is null || (ReplyTable.ReasonOf(reply ?? "") is { } reason && OwnVoice.Contains(reason)))
        {
            return (tenant.Here.Name.Value, null);
        }

        return peer.Site is { } name
            ? (name, organization.TryGetSite(SiteName.Parse(name), out var site) ? site.Host : Literal(peer.Address))
            : (null, Literal(peer.Address));
    }

    private static string Literal(string endpoint) =>
        !IPEndPoint.TryParse(endpoint, out var parsed) ? endpoint
        : parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[IPv6:{parsed.Address}]")
            : string.Create(CultureInfo.InvariantCulture, $"[{parsed.Address}]");

    private static DsnAction ActionOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Failed or NoticeKind.Expired => DsnAction.Failed,
        NoticeKind.Delayed => DsnAction.Delayed,
        NoticeKind.Delivered => DsnAction.Delivered,
        NoticeKind.Relayed => DsnAction.Relayed,
        _ => DsnAction.Expanded,
    };
}
