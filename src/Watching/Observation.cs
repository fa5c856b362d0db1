using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Causeway.Watching;

/// <summary>A site at a moment: everything by which it is judged, and which an administrator sees of it.</summary>
public sealed record Observation
{
    public required string Site { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Why the site is not ready to take mail; empty where it is.</summary>
    public ImmutableArray<string> WhyNotReady { get; init; } = [];

    [JsonPropertyName("ready")]
    public bool IsReady => WhyNotReady.IsEmpty;

    /// <summary>The fault of the disk that stopped the spool.</summary>
    public string? SpoolFault { get; init; }

    /// <summary>One for each organization that the site serves.</summary>
    public ImmutableArray<QueueSeen> Queues { get; init; } = [];

    public ImmutableArray<NeighbourSeen> Neighbours { get; init; } = [];

    /// <summary>One for each organization that the site serves.</summary>
    public ImmutableArray<DirectorySeen> Directories { get; init; } = [];

    /// <summary>One for each organization for which the site is to open no connection to the Internet.</summary>
    public ImmutableArray<DirectSeen> Direct { get; init; } = [];

    public ImmutableArray<CertificateSeen> Certificates { get; init; } = [];

    /// <summary>Where it is known from which recipients of other products exist.</summary>
    public ImmutableArray<SourceSeen> Sources { get; init; } = [];

    /// <summary>Where DNS is not as the file wants it, found at the site that keeps the directory.</summary>
    public ImmutableArray<DnsSeen> Dns { get; init; } = [];

    public DiskSeen Disk { get; init; } = new(0, 0, DiskSeen.Nobody);

    public ImmutableArray<JumpSeen> Jumps { get; init; } = [];

    public ImmutableArray<ApartSeen> ClocksApart { get; init; } = [];

    public ImmutableArray<TriedDoor> Doors { get; init; } = [];

    public ImmutableArray<CutLoop> Loops { get; init; } = [];

    /// <summary>Who was over a limit lately, the last first.</summary>
    public ImmutableArray<SenderOverLimit> Senders { get; init; } = [];

    /// <summary>The mailboxes that hold most of their quota.</summary>
    public ImmutableArray<MailboxSeen> Mailboxes { get; init; } = [];

    public ImmutableArray<ReloadSeen> Reloads { get; init; } = [];

    /// <summary>Domains that are not in use for want of a proof, or whose proof is gone.</summary>
    public ImmutableArray<DomainProblem> Domains { get; init; } = [];

    /// <summary>Domains in whose name the site is to sign or seal, and has no key.</summary>
    public ImmutableArray<KeylessSeen> Keyless { get; init; } = [];

    public ImmutableArray<LockedNetworkSeen> LockedNetworks { get; init; } = [];

    public ImmutableArray<AttackedAccountSeen> AttackedAccounts { get; init; } = [];

    public ImmutableArray<Targets.TargetSeen> Targets { get; init; } = [];
}

/// <summary>What waits and what is held for an organization; mail about alerts does not count.</summary>
public sealed record QueueSeen(
    string Organization, int Waiting, int Held, DateTimeOffset? OldestWaiting, DateTimeOffset? OldestHeld);

/// <summary>The way to another site of an organization, as the attempts to send by it tell.</summary>
/// <param name="Organization">Whose site it is.</param>
/// <param name="Site">The neighbour.</param>
/// <param name="Host">Where it is reached.</param>
/// <param name="LastSuccess">When it last took a message, or refused one for good.</param>
/// <param name="FailingSince">The first attempt that failed since then; null where the last one did not.</param>
/// <param name="LastFailure">The last attempt that failed.</param>
/// <param name="BrokenSince">Since when it answers that it does not recognize this site.</param>
/// <param name="LastReply">What it answered to the last attempt, or why there was no answer.</param>
/// <param name="Waiting">The copies that wait for it.</param>
public sealed record NeighbourSeen(
    string Organization, string Site, string Host, DateTimeOffset? LastSuccess = null,
    DateTimeOffset? FailingSince = null, DateTimeOffset? LastFailure = null, DateTimeOffset? BrokenSince = null,
    string? LastReply = null, int Waiting = 0);

/// <summary>The directory of an organization, as the site has it.</summary>
/// <param name="Organization">Whose it is.</param>
/// <param name="KeptBy">The site that holds its primary.</param>
/// <param name="Change">The number of the last change that is known here.</param>
/// <param name="AsOf">When the copy was last what the primary has; null where it does not age here.</param>
/// <param name="HeardAt">When the primary last said so; null where it never did.</param>
/// <param name="StaleAfterSeconds">The age up to which it says that nobody has an address.</param>
/// <param name="Why">Why the primary cannot be asked.</param>
public sealed record DirectorySeen(
    string Organization, string KeptBy, long Change, DateTimeOffset? AsOf = null, DateTimeOffset? HeardAt = null,
    double StaleAfterSeconds = 0, string? Why = null)
{
    /// <summary>Since when the copy is too old to say that nobody has an address; null where it may.</summary>
    public DateTimeOffset? OldSince(DateTimeOffset now) =>
        AsOf is { } asOf && now - asOf > TimeSpan.FromSeconds(StaleAfterSeconds)
            ? asOf + TimeSpan.FromSeconds(StaleAfterSeconds)
            : null;
}

/// <summary>The connections to the Internet by SMTP of a site that is to open none.</summary>
/// <param name="Organization">For whose mail.</param>
/// <param name="Since">Since when they are counted.</param>
/// <param name="Count">How many there were.</param>
/// <param name="Last">The last one.</param>
/// <param name="Peer">Whom it reached or tried.</param>
/// <param name="Source">The address of this site from which it left.</param>
/// <param name="Message">The queue id of the message.</param>
public sealed record DirectSeen(
    string Organization, DateTimeOffset Since, long Count = 0, DateTimeOffset? Last = null, string? Peer = null,
    string? Source = null, string? Message = null);

/// <summary>Who says which recipients of a domain exist that another product keeps.</summary>
/// <param name="Organization">Whose domain it is.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Source">call-ahead, or the directory that is read.</param>
/// <param name="Size">The addresses that it names; of call-ahead, the answers that are kept.</param>
/// <param name="LastGood">When it last said something.</param>
/// <param name="FailingSince">Since when it does not.</param>
/// <param name="Why">Why it does not.</param>
public sealed record SourceSeen(
    string Organization, string Domain, string Source, int Size, DateTimeOffset? LastGood,
    DateTimeOffset? FailingSince, string? Why);

/// <summary>What of an organization's DNS differs where it matters.</summary>
/// <param name="Since">When it was first seen.</param>
/// <param name="LookedAt">When it was last looked at.</param>
/// <param name="Differences">A sentence each; the first of them.</param>
public sealed record DnsSeen(
    string Organization, DateTimeOffset Since, DateTimeOffset LookedAt, ImmutableArray<string> Differences);

/// <summary>A certificate that the site shows.</summary>
public sealed record CertificateSeen(string Organization, string Path, string Names, DateTimeOffset NotAfter);

/// <summary>
/// The disk of the spool, in octets, and whose mail is refused for now: nobody, strangers or everybody.
/// </summary>
public sealed record DiskSeen(long Free, long Reserve, string Refused)
{
    public const string Nobody = "nobody";
}

/// <summary>The clock was set: ahead by so many seconds, or back.</summary>
public sealed record JumpSeen(DateTimeOffset At, double Seconds);

/// <summary>Mail from a neighbour bears a time that is ahead of this site's clock.</summary>
public sealed record ApartSeen(string Neighbour, DateTimeOffset At, double AheadSeconds);

/// <summary>Who was refused at a door, how often, and with which reply at last.</summary>
/// <param name="Rule">The rule of routing that refused: 3a or 3b.</param>
/// <param name="Source">An address, a network of IPv6, or others.</param>
public sealed record TriedDoor(
    string Rule, string Source, long Count, DateTimeOffset First, DateTimeOffset Last, string Reply);

/// <summary>A network that is locked out for guessing passwords.</summary>
public sealed record LockedNetworkSeen(string Network, int Failures, DateTimeOffset Since, DateTimeOffset Until);

/// <summary>An account at which passwords are guessed from many networks.</summary>
public sealed record AttackedAccountSeen(string User, int Failures, DateTimeOffset Since);

/// <summary>A recipient whose mail went in a circle.</summary>
public sealed record CutLoop(string Recipient, long Count, DateTimeOffset First, DateTimeOffset Last, string Reply);

/// <summary>A user or a site that sent more than its limit, how often, and what was said of it at last.</summary>
public sealed record SenderOverLimit(
    string Organization, string Sender, bool IsSite, int Count, DateTimeOffset First, DateTimeOffset Last,
    string Limit);

/// <summary>A mailbox that held most of its quota, in octets, when mail last came for it.</summary>
public sealed record MailboxSeen(
    string Organization, string Address, long Octets, long Quota, DateTimeOffset Since);

/// <summary>A file that the site looks after: when it was last taken, and why its present state is not in force.
/// </summary>
public sealed record ReloadSeen(
    string Organization, string Path, DateTimeOffset? TakenAt, DateTimeOffset? RefusedAt, string? Why);

/// <summary>A domain that is not as it should be, and since when.</summary>
/// <param name="What">One of the words below.</param>
public sealed record DomainProblem(string Organization, string Domain, DateTimeOffset Since, string What)
{
    /// <summary>No proof was found yet: it neither receives nor sends.</summary>
    public const string Pending = "pending";

    /// <summary>The proof was there, and is gone; mail flows on.</summary>
    public const string Missing = "missing";

    /// <summary>Another organization at the site has it.</summary>
    public const string Claimed = "claimed";
}

/// <summary>A domain in whose name a site is to sign or seal mail, and has no key that signs now.</summary>
public sealed record KeylessSeen(string Organization, string Domain);

/// <summary>
/// What a site says of itself: what it is, which alerts stand, and how many more there is no room for.
/// </summary>
public sealed record SiteStatus(Observation Observation, ImmutableArray<Alerts.Alert> Alerts, int NotShown = 0);
