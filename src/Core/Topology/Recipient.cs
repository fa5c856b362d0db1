using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>What a recipient record stands for.</summary>
public enum RecipientKind
{
    Mailbox,
    Shared,
    MailUser,
    Contact,
    Group,
}

/// <summary>One versioned record of the directory: an address owner and where it is served.</summary>
public sealed record Recipient
{
    public required EmailAddress Address { get; init; }

    public required RecipientKind Kind { get; init; }

    /// <summary>The one site that serves the record; null for the organization's default home.</summary>
    public SiteName? Site { get; init; }

    /// <summary>Rises with each change; a site with a lower one never turns a message back.</summary>
    public long Version { get; init; } = 1;

    public ImmutableArray<EmailAddress> Proxies { get; init; } = [];

    public ImmutableArray<EmailAddress> Members { get; init; } = [];

    /// <summary>The outside address of a mail user or contact.</summary>
    public EmailAddress? Target { get; init; }

    public ImmutableArray<EmailAddress> Forward { get; init; } = [];

    /// <summary>True where a mailbox that forwards keeps a copy.</summary>
    public bool Keep { get; init; } = true;

    /// <summary>True where only the organization's own people may write to it.</summary>
    public bool InsideOnly { get; init; }

    /// <summary>
    /// Recipients of the organization, groups among them, who alone may write to it; empty for everybody.
    /// </summary>
    public ImmutableArray<EmailAddress> AcceptFrom { get; init; } = [];

    /// <summary>The users who may send in its name beside its own.</summary>
    public ImmutableArray<EmailAddress> SendAs { get; init; } = [];

    /// <summary>What a mailbox may hold, in octets; null without a limit.</summary>
    public long? Quota { get; init; }

    /// <summary>What the mailbox answers by itself; null for nothing.</summary>
    public AutomaticReply? AutomaticReply { get; init; }

    /// <summary>True where not everybody may write to it; nobody from outside may then.</summary>
    public bool IsRestricted => InsideOnly || !AcceptFrom.IsEmpty;

    public bool HoldsMail => Kind is RecipientKind.Mailbox or RecipientKind.Shared;

    public IEnumerable<EmailAddress> Addresses => Proxies.Prepend(Address);
}
