using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>The kinds of origin from which the proof sends.</summary>
public enum OriginClass
{
    /// <summary>A stranger who follows the MX.</summary>
    Internet,

    /// <summary>A stranger who connects to a site that is not the first in inbound.</summary>
    BackDoor,

    /// <summary>A site along an arrow, attributed.</summary>
    Site,

    /// <summary>A site along an arrow whose certificate fails.</summary>
    UnprovenSite,

    /// <summary>A site of another organization of the same provider.</summary>
    OtherOrganization,

    /// <summary>A user who signed in.</summary>
    Submission,

    /// <summary>A site's own mail: a bounce, or a forward that it carries out.</summary>
    OwnMail,
}

/// <summary>What is known of a recipient before the message is sent.</summary>
public enum RecipientClass
{
    /// <summary>An address of a record.</summary>
    Known,

    /// <summary>An address of a record to which insiders alone may write.</summary>
    InsideOnly,

    /// <summary>An address of a record to which those of a list alone may write, nobody from outside.</summary>
    AcceptsSome,

    /// <summary>A record's address in the routing domain.</summary>
    RoutingDomain,

    /// <summary>An address of an authoritative domain that no record has.</summary>
    Unknown,

    /// <summary>An address that no record has, in a domain that passes on what it does not know.</summary>
    UnknownInRelayDomain,

    /// <summary>An address in no domain of ours.</summary>
    Outside,

    /// <summary>A return address that SRS made here for an outside sender.</summary>
    ReturnAddress,

    /// <summary>A return address that nobody made.</summary>
    ForgedReturnAddress,
}

/// <summary>One message of the proof: who sends it, where it is handed in, and to whom it goes.</summary>
public sealed record Start(
    OriginClass Class, string Origin, SiteName At, Origin Seen, ReversePath From, EmailAddress To,
    RecipientClass ToClass);
