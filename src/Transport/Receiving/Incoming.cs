using System.Collections.Immutable;
using System.Net;
using Causeway.Authentication;
using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Receiving;

/// <summary>
/// A message on its journey through one site: what is known of it after each step. Steps never change it, they return
/// another one; a step that refuses sets <see cref="Refusal"/>, which ends the journey.
/// </summary>
public sealed record Incoming
{
    public required Snapshot Snapshot { get; init; }

    public required Site Here { get; init; }

    /// <summary>The key of the organization's marks.</summary>
    public required TraceKey Key { get; init; }

    public required Arrival Arrival { get; init; }

    public required Origin Origin { get; init; }

    /// <summary>The reverse-path, and the recipients that the doors let in, in the order of RCPT.</summary>
    public required Envelope Envelope { get; init; }

    public ReversePath From => Envelope.From;

    public ImmutableArray<EnvelopeRecipient> Recipients => Envelope.Recipients;

    /// <summary>The header block, its empty line included where it has one.</summary>
    public required HeaderBlock Header { get; init; }

    /// <summary>
    /// The body's hash for signatures of ours: relaxed, whole; null where nobody asked for it.
    /// </summary>
    public BodyHash? Body { get; init; }

    /// <summary>The keys with which this site signs and seals for the organization.</summary>
    public ISignatureKeys Keys { get; init; } = SignatureKeys.None;

    /// <summary>Who handed it to the first server before ours; null where this site does not judge.</summary>
    public MessageSource? Source { get; init; }

    /// <summary>What was found out here about who sent it; null where this site does not judge.</summary>
    public AuthenticationVerdict? Verdict { get; init; }

    /// <summary>
    /// What steps found to say in fields of their own: results, seals and signatures, each with its line end.
    /// </summary>
    public ImmutableArray<byte> Fields { get; init; } = [];

    /// <summary>The fields that this site puts on top of the header block.</summary>
    public ImmutableArray<byte> Stamp { get; init; } = [];

    public required string QueueId { get; init; }

    /// <summary>The id that travels between our own sites.</summary>
    public required string TraceId { get; init; }

    public required DateTimeOffset At { get; init; }

    public ImmutableArray<string> Marks { get; init; } = [];

    /// <summary>What routing decided, one decision for each recipient.</summary>
    public ImmutableArray<Decision> Decisions { get; init; } = [];

    /// <summary>What was found of mail from the outside when it came in; null for all other.</summary>
    public Judged? Judged { get; init; }

    /// <summary>By which keys it is signed here; see <see cref="Accepted.Signatures"/>.</summary>
    public ImmutableArray<string>? Signatures { get; init; }

    /// <summary>Why the message as a whole is refused at the end of data.</summary>
    public SmtpReply? Refusal { get; init; }

    /// <summary>What was found that is refused, for the trace; null where the decisions say it.</summary>
    public string? Why { get; init; }

    public bool IsFromOwnSite => Origin is Origin.FromSite;

    /// <summary>True where a filter of another platform handed it in: what it passes on, strangers wrote.</summary>
    public bool IsFromForeignFilter => ForeignSite is { Kind: SiteKind.Filter };

    /// <summary>
    /// True where a site of another platform handed it in that the Internet reaches before any Causeway: fields of ours
    /// in such mail may be a stranger's.
    /// </summary>
    public bool IsFromForeignEntry => ForeignSite is { } site
        && (site.Kind == SiteKind.Filter || Snapshot.Organization.IsForeignEntry(site.Name));

    private Site? ForeignSite => Origin is Origin.FromSite { Site: var name }
        && Snapshot.Organization.TryGetSite(name, out var site) && site.Platform != Platform.Causeway
            ? site
            : null;
}

/// <summary>How the message came in: the connection as the Received field tells it.</summary>
/// <param name="Peer">The client's address.</param>
/// <param name="Helo">What the client called itself; chosen by the client.</param>
/// <param name="IsExtended">True where it said EHLO.</param>
/// <param name="Tls">TLS version and cipher; null in clear.</param>
public sealed record Arrival(IPEndPoint Peer, string Helo, bool IsExtended, string? Tls);
