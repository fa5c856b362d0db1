using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Notices;

/// <summary>Whether a sender may be told, and wants to be.</summary>
internal static class NoticePolicy
{
    /// <summary>
    /// Why nobody may be told anything of this message; null where its sender may. A notice goes to where its message
    /// came from, and only if that can be believed: else it would be backscatter.
    /// </summary>
    public static string? Silence(Accepted message, Tenant tenant)
    {
        if (message.From.Length == 0)
        {
            // RFC 5321 section 4.5.5: a bounce is never bounced.
            return "the reverse-path is null";
        }

        if (EmailAddress.TryParse(message.From, out var sender) && !tenant.Organization.IsOurs(sender.Domain)
            && !tenant.Organization.Remote(sender.Domain).Notices)
        {
            return $"the file says notices: no for {sender.Domain}";
        }

        // That SPF passed says which server may write in the domain's name, not that this mailbox of it did.
        var isStranger = message.Peer is { Site: null, User: null };
        return tenant.Here.Kind == SiteKind.Filter && isStranger
            ? "the reverse-path of a stranger at a filter is not proved"
            : null;
    }

    /// <summary>RFC 3461 section 4.1: without NOTIFY, failures and delays are told.</summary>
    public static bool IsWanted(NoticeKind kind, NotifyOn notify) => kind switch
    {
        NoticeKind.Failed or NoticeKind.Expired => Has(notify, NotifyOn.Failure),
        NoticeKind.Delayed => Has(notify, NotifyOn.Delay),
        _ => notify.HasFlag(NotifyOn.Success),
    };

    private static bool Has(NotifyOn notify, NotifyOn wanted) =>
        notify == NotifyOn.Unspecified || notify.HasFlag(wanted);
}
