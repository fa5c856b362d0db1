using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Causeway.Core.Envelopes;

namespace Causeway.Queue.Facts;

/// <summary>
/// One record of a site's log. Queue and trace are projections of these facts, so that deleting either and reading the
/// log again yields the same. Addresses, sites and replies are texts: a log outlives the types that wrote it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(RefusalsCounted), "refusals-counted")]
[JsonDerivedType(typeof(Attempted), "attempted")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Ordered), "ordered")]
[JsonDerivedType(typeof(SendingReleased), "sending-released")]
[JsonDerivedType(typeof(SessionOpened), "opened")]
[JsonDerivedType(typeof(SessionClosed), "closed")]
public abstract record Fact
{
    public required DateTimeOffset At { get; init; }
}

/// <summary>
/// A peer of a connection: address with port, the site it was attributed to, the user, TLS version and cipher.
/// </summary>
public sealed record Peer(string Address, string? Site, string? User, string? Tls);

/// <summary>
/// A stretch of a message's octets: the body segment, the offset in it and the length, both in octets, and the CRC-32C
/// of the octets.
/// </summary>
public readonly record struct Extent(int Segment, long Offset, int Length, uint Crc);

/// <summary>Where a copy goes.</summary>
public enum DestinationKind
{
    /// <summary>A mailbox at this site.</summary>
    Mailbox,

    /// <summary>The site that <see cref="Copy.Next"/> names.</summary>
    Site,

    /// <summary>The Internet: the MX of the domain that <see cref="Copy.Next"/> names.</summary>
    Internet,

    /// <summary>Nowhere: the copy could not be routed and is held for the administrator.</summary>
    Held,
}

/// <summary>
/// One copy of a message: everything that goes to the same next hop. Numbers start at 0 in each message.
/// </summary>
public sealed record Copy(int Number, DestinationKind Kind, string Next, ImmutableArray<string> Recipients)
{
    /// <summary>
    /// The address in RCPT from which each recipient came, in their order (a group, a forward); null where all are as
    /// they were given.
    /// </summary>
    public ImmutableArray<string>? Given { get; init; }

    /// <summary>
    /// The mailboxes here that forwarded the copy, the first one first: each leaves a Delivered-To field in what is
    /// sent on. Null where none did.
    /// </summary>
    public ImmutableArray<string>? ForwardedBy { get; init; }

    /// <summary>The address in RCPT from which a recipient came.</summary>
    public string GivenAs(string recipient) =>
        Given is { } given && Recipients.IndexOf(recipient) is >= 0 and var index ? given[index] : recipient;
}

/// <summary>What routing decided for one recipient, in the words of `explain`.</summary>
public sealed record Hop(string Action, string Recipient, string? Next, string? Reply, string Rule, string Reason);

/// <summary>A message was accepted; the fact and the octets are durable before the peer reads 250.</summary>
public sealed record Accepted : Fact
{
    /// <summary>The queue id, unique at this site.</summary>
    public required string Id { get; init; }

    /// <summary>The id that travels between our own sites.</summary>
    public required string TraceId { get; init; }

    public required string Organization { get; init; }

    public required Peer Peer { get; init; }

    /// <summary>The reverse-path; empty for null.</summary>
    public required string From { get; init; }

    public required ImmutableArray<string> Recipients { get; init; }

    /// <summary>ENVID in xtext, as it came (RFC 3461 section 4.4).</summary>
    public string? EnvelopeId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReturnContent Return { get; init; }

    /// <summary>True where an address or a header field needs UTF-8 (RFC 6531).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NeedsUtf8 { get; init; }

    /// <summary>True where the sender is over a limit: what leaves for the Internet takes the pool for that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOverLimit { get; init; }

    /// <summary>What was found of mail from the outside when it came in; null for all other.</summary>
    public Judged? Judged { get; init; }

    /// <summary>
    /// By which keys the message was signed here, such as <c>contoso.example cloud-20261128</c>. Null where nothing
    /// leaves for the Internet or the site has no keys, empty where no key fits its From.
    /// </summary>
    public ImmutableArray<string>? Signatures { get; init; }

    /// <summary>The recipients of which RCPT said more than the address; null where there are none.</summary>
    public ImmutableArray<RecipientOptions>? Options { get; init; }

    /// <summary>Set where this message is a notice that this site wrote.</summary>
    public NoticeOf? Notice { get; init; }

    public string? MessageId { get; init; }

    public string? Subject { get; init; }

    /// <summary>The octets as stored, trace header included. The spool fills it in.</summary>
    public long Size { get; init; }

    /// <summary>Where the octets lie, in their order. The spool fills it in.</summary>
    public ImmutableArray<Extent> Body { get; init; } = [];

    public required ImmutableArray<Copy> Copies { get; init; }

    public required ImmutableArray<Hop> Hops { get; init; }

    /// <summary>What RCPT said of a recipient, by the address that the sender gave.</summary>
    public RecipientOptions OptionsOf(string given) =>
        Options?.FirstOrDefault(options => options.Recipient == given) ?? new RecipientOptions(given);
}

/// <summary>A recipient, a message or a session was refused.</summary>
public sealed record Refused : Fact
{
    public required string TraceId { get; init; }

    public required Peer Peer { get; init; }

    /// <summary>The command that was refused: MAIL, RCPT, DATA, AUTH or CONNECT.</summary>
    public required string Command { get; init; }

    public string? From { get; init; }

    public string? Recipient { get; init; }

    public string? MessageId { get; init; }

    public required string Reply { get; init; }

    public string? Rule { get; init; }

    public string? Reason { get; init; }
}

/// <summary>A delivery attempt is about to be made. Attempts start at 1.</summary>
public sealed record Attempted : Fact
{
    public required string Id { get; init; }

    public required int Copy { get; init; }

    public required int Attempt { get; init; }
}

/// <summary>How a recipient of an attempt fared.</summary>
public enum Outcome
{
    /// <summary>In a mailbox at this site.</summary>
    Delivered,

    /// <summary>The next hop answered 250.</summary>
    Relayed,

    /// <summary>Stays in the queue for a further attempt.</summary>
    Deferred,

    /// <summary>Refused for good, or expired; held for the administrator.</summary>
    Held,

    /// <summary>
    /// Refused for good, or expired; the sender was told by a notice, a message with an end of its own.
    /// </summary>
    Bounced,

    /// <summary>Dropped by an administrator.</summary>
    Dropped,
}

/// <summary>One recipient's outcome with the reply that decided it.</summary>
public sealed record Result(string Recipient, Outcome Outcome, string? Reply);

/// <summary>
/// A delivery attempt ended; recipients that are deferred are tried again at <see cref="NextAttempt"/>.
/// </summary>
public sealed record Ended : Fact
{
    public required string Id { get; init; }

    public required int Copy { get; init; }

    public required int Attempt { get; init; }

    public required ImmutableArray<Result> Results { get; init; }

    /// <summary>The next hop's address, name and TLS; null where no connection was made.</summary>
    public Peer? Peer { get; init; }

    /// <summary>
    /// The reverse-path under which it was sent on, where it was rewritten; that of the message stays what it was.
    /// </summary>
    public string? ReversePath { get; init; }

    /// <summary>The address of this site from which the connection was made, or tried; null where none was.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// The pool of that address, and why it was chosen; null for what did not leave for the Internet.
    /// </summary>
    public string? Pool { get; init; }

    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>True where the sender was told by now that the copy is late, or is not to be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsDelayTold { get; init; }
}

/// <summary>Somebody connected, before a word was spoken.</summary>
public sealed record SessionOpened : Fact
{
    /// <summary>The address with its port.</summary>
    public required string Address { get; init; }
}

/// <summary>A session closed: who connected, and what came of it.</summary>
public sealed record SessionClosed : Fact
{
    public required Peer Peer { get; init; }

    public required int Messages { get; init; }

    public required int Refusals { get; init; }
}
