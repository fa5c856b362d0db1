using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>Where a message comes from, as a site knows it: by proof, never by what the peer says of itself.</summary>
public abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>A connection attributed to nobody. The address only chooses the words of a refusal.</summary>
    public sealed record Stranger(IPAddress? Address = null) : Origin;

    /// <summary>A connection attributed to a site of an organization, along an arrow of its file.</summary>
    public sealed record FromSite(string Organization, SiteName Site, IdentifyBy By) : Origin;

    /// <summary>A submission by a user who gave credentials on a submission port.</summary>
    public sealed record Submission(EmailAddress User) : Origin;

    /// <summary>Mail that the site makes itself: a DSN or an automatic reply.</summary>
    public sealed record OwnMail : Origin;
}
