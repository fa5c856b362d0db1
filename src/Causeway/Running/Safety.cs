using System.Net;
using Causeway.Core.Topology;
using Causeway.Transport;
using Causeway.Transport.Identity;
using Causeway.Transport.Submission;

namespace Causeway.Running;

/// <summary>What belongs to the lab stays on 127.0.0.0/8: its options, its authority, its password.</summary>
internal static class Safety
{
    public static void Check(Site site, SiteSettings settings, SiteIdentity identity, CredentialFile credentials)
    {
        var isLocal = !site.Listen.IsEmpty
            && site.Listen.Concat(site.Submission).Concat(site.Submissions)
                .All(endpoint => IPAddress.IsLoopback(endpoint.Address));
        if (isLocal)
        {
            return;
        }

        var found = settings.IsLab ? "the lab's options"
            : identity.IsOfLab ? "the lab's authority"
            : credentials.HoldsLabUsers ? "the lab's password"
            : null;
        if (found is not null)
        {
            throw new InvalidDataException(
                $"{site.Name} listens beyond 127.0.0.0/8 and has {found}: whoever reads the manual could come in. "
                + "Make an authority of your own with `causeway init`, and start without --lab.");
        }
    }
}
