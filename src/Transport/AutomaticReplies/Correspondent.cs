using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Mail;

namespace Causeway.Transport.AutomaticReplies;

/// <summary>
/// Whether the sender of a message is somebody who may get an automatic reply to it (RFC 3834 section 2).
/// </summary>
internal static class Correspondent
{
    private static readonly string[] Robots =
    [
        "mailer-daemon", "postmaster", "listserv", "majordomo", "noreply", "no-reply", "no_reply", "donotreply",
        "do-not-reply", "nobody", "root", "daemon", "bounce", "bounces",
    ];

    private static readonly string[] RobotStarts =
        ["owner-", "bounce-", "bounces-", "bounce+", "bounces+", "noreply-", "no-reply-", "noreply+", "no-reply+"];

    private static readonly string[] RobotEnds = ["-owner", "-request", "-bounce", "-bounces", "-noreply", "-no-reply"];

    private static readonly char[] BetweenAddresses = [' ', '\t', '\r', '\n', ',', ';', ':', '<', '>', '(', ')', '"'];

    /// <summary>Why the sender gets none; null where it may get one.</summary>
    public static string? Silence(ReversePath from, Recipient owner, HeaderBlock header)
    {
        if (from.Address is not { } sender)
        {
            return "the reverse-path is null";
        }

        return IsRobot(sender.LocalPart) ? "the sender is a robot or a list by its name"
            : Owns(owner, sender) ? "the sender is the owner"
            : SilenceByHeader(header) ?? (NamesOwner(header, owner) ? null : "To and Cc do not name the owner");
    }

    private static string? SilenceByHeader(HeaderBlock header)
    {
        foreach (var field in header.Fields.Where(field => field.IsWellFormed))
        {
            var name = Encoding.Latin1.GetString(header.NameOf(field)).ToLowerInvariant();
            var body = Encoding.Latin1.GetString(header.BodyOf(field)).Trim().ToLowerInvariant();
            var why = name switch
            {
                "auto-submitted" when Word(body) != "no" => "the message was sent automatically",
                "precedence" when Word(body) is "bulk" or "list" or "junk" => "the message was sent in bulk",
                "x-auto-response-suppress" when body.Split(',', StringSplitOptions.TrimEntries)
                    .Any(word => word is "all" or "oof" or "autoreply")
                    => "the message asks for no automatic replies",
                "content-type" when body.StartsWith("multipart/report", StringComparison.Ordinal)
                    => "the message is a report",
                _ when name.StartsWith("list-", StringComparison.Ordinal) => "the message came by a list",
                _ => null,
            };
            if (why is not null)
            {
                return why;
            }
        }

        return null;
    }

    // RFC 3834 section 2: who is not named was written to as one of many.
    private static bool NamesOwner(HeaderBlock header, Recipient owner)
    {
        foreach (var field in header.Fields)
        {
            if (!header.IsNamed(field, "To"u8) && !header.IsNamed(field, "Cc"u8)
                && !header.IsNamed(field, "Resent-To"u8) && !header.IsNamed(field, "Resent-Cc"u8))
            {
                continue;
            }

            var words = Encoding.UTF8.GetString(header.BodyOf(field))
                .Split(BetweenAddresses, StringSplitOptions.RemoveEmptyEntries);
            if (words.Any(word => EmailAddress.TryParse(word, out var address) && Owns(owner, address)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Owns(Recipient owner, EmailAddress address) => owner.Addresses.Any(own =>
        own == address || address.Plus() is { Base: var plain } && own == plain);

    private static string Word(string body) => body.Split([' ', ';', '\t', '('], 2)[0];

    private static bool IsRobot(string localPart)
    {
        var local = localPart.ToLowerInvariant();
        return Robots.Contains(local)
            || RobotStarts.Any(start => local.StartsWith(start, StringComparison.Ordinal))
            || RobotEnds.Any(end => local.EndsWith(end, StringComparison.Ordinal));
    }
}
