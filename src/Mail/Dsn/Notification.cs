using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;

namespace Causeway.Mail.Dsn;

/// <summary>
/// Everything that a delivery status notification says (RFC 3464). What peers and senders said is kept as they said it;
/// <see cref="DsnWriter"/> makes it fit to be written.
/// </summary>
public sealed record Notification
{
    /// <summary>The sender of the message that this is about.</summary>
    public required EmailAddress To { get; init; }

    /// <summary>The postmaster in whose name it is written.</summary>
    public required EmailAddress From { get; init; }

    /// <summary>The host that reports.</summary>
    public required string ReportingHost { get; init; }

    /// <summary>The site that reports, in the words of the topology file.</summary>
    public required string Site { get; init; }

    /// <summary>The left side of the Message-ID and the boundary; the notification's own queue id.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>ENVID in xtext, as it came.</summary>
    public string? EnvelopeId { get; init; }

    public ReturnContent Return { get; init; }

    /// <summary>When the reporting site took the message.</summary>
    public required DateTimeOffset ArrivedAt { get; init; }

    /// <summary>The queue id of the message at the reporting site.</summary>
    public required string OriginalId { get; init; }

    public required ImmutableArray<NotificationRecipient> Recipients { get; init; }

    /// <summary>The header block of the message; our own fields are removed when it is written.</summary>
    public required HeaderBlock Original { get; init; }

    /// <summary>
    /// What stands behind the header block; null where it is not to be returned, or is larger than what is returned.
    /// </summary>
    public ReadOnlyMemory<byte>? OriginalContent { get; init; }
}

/// <summary>What became of one recipient.</summary>
public sealed record NotificationRecipient
{
    public required EmailAddress Final { get; init; }

    /// <summary>ORCPT as it came: an address type, a semicolon and xtext.</summary>
    public string? Original { get; init; }

    public required DsnAction Action { get; init; }

    public required EnhancedStatus Status { get; init; }

    /// <summary>The reply that decided it, as one line.</summary>
    public string? Reply { get; init; }

    /// <summary>The site of ours that said it; null where a host of somebody else did.</summary>
    public string? SaidBy { get; init; }

    /// <summary>
    /// The host that said it, a name or an address literal; null where the reporting host did itself.
    /// </summary>
    public string? RemoteHost { get; init; }

    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>For a delay: how long further attempts are made.</summary>
    public DateTimeOffset? RetriesUntil { get; init; }

    /// <summary>The sites that served the recipient in a circle, in their order; empty where there is none.</summary>
    public ImmutableArray<string> Circle { get; init; } = [];
}
