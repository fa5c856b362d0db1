using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Signs the organization's own mail where it leaves for the Internet, the office's too, with a key of its From domain,
/// so that DMARC passes at the receiver (RFC 9989). Mail that came from the outside is never signed, whatever its From
/// says: who forwards it would vouch for a stranger.
/// </summary>
public sealed class SignStep : IStep
{
    public string Name => "Sign";

    public Incoming Take(Incoming message)
    {
        if (!IsOurs(message) || message.Keys.IsEmpty || message.Body is not { } body || !Leaves(message))
        {
            return message;
        }

        var keys = KeysFor(message);
        return message with
        {
            Signatures = [.. keys.Select(key => $"{key.Domain} {key.Selector}")],
            Fields =
            [
                .. message.Fields,
                .. keys.SelectMany(key => DkimSigner.Sign(message.Header, body, key, message.At)),
            ],
        };
    }

    // Submissions have a From of their user's own; an own site vouches for its users. One of another platform that
    // takes mail from the Internet itself does not say which mail is whose: the reverse-path has to be ours.
    private static bool IsOurs(Incoming message) => message.Judged is null && message.Origin switch
    {
        Origin.Submission or Origin.OwnMail => true,
        Origin.FromSite { Site: var site } =>
            message.Snapshot.Organization.Connector(site, message.Here.Name) is { Trust: Trust.OwnOrganization }
            && (!message.IsFromForeignEntry
                || (message.From.Address is { Domain: var domain } && message.Snapshot.Organization.IsOurs(domain))),
        _ => false,
    };

    private static bool Leaves(Incoming message) => message.Decisions.Any(decision =>
        decision.Hops.Any(hop => hop.Next is { IsInternet: true }));

    private static ImmutableArray<SigningKey> KeysFor(Incoming message) =>
        AuthorDomain.Of(message.Header) is { IsOneAddress: true } from
        && DomainName.TryParse(from.Value, out var author)
        && message.Snapshot.Organization.IsOurs(author) && !message.Snapshot.IsUnproved(author)
            ? message.Keys.For(author, message.At)
            : [];
}
