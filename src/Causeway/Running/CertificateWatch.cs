using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Transport;
using Causeway.Transport.Identity;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Takes renewed leaves and certificates while the site runs, for the handshakes from then on. Files that are not good
/// change nothing, and the log says why.
/// </summary>
internal sealed class CertificateWatch(
    Tenants tenants, SiteSources sources, IReloadLedger ledger, AuditLog audit, ILogger<CertificateWatch> logger)
{
    /// <summary>The files by which the site proves itself in an organization.</summary>
    public IEnumerable<(string Path, Action Changed)> Files(TopologyFile topology, Tenant tenant)
    {
        var name = topology.Organization.Name;
        List<string> paths =
        [
            Identities.PathIn(sources.Folder, name, sources.Here), Identities.IssuedPath(topology, sources.Here),
        ];
        if (topology.Organization[sources.Here].CertificateFiles is { } files)
        {
            paths.AddRange(new[] { topology.Beside(files.Chain), topology.Beside(files.Key) }.Distinct());
        }

        return paths.Select(path => (path, (Action)(() => Take(path, topology, tenant))));
    }

    private void Take(string path, TopologyFile topology, Tenant tenant)
    {
        try
        {
            var next = sources.Serve(topology).Certificates;
            ledger.Taken(topology.Organization.Name, path);
            if (!IsSame(next, tenant.Certificates))
            {
                audit.TryAppend(
                    $"whoever wrote the file, seen by {SystemUser.OfProcess()}", "certificates.taken",
                    $"{topology.Organization.Name}: {path}", tenant.Certificates.ToString(), next.ToString());
                tenant.Renew(next);
                tenants.Replace(tenants.All);
                Log.CertificateTaken(logger, topology.Organization.Name, next.ToString());
            }
        }
        catch (Exception fault)
        {
            // On a timer's thread nobody else would catch it, and no file is worth a site that stops.
            ledger.Refused(topology.Organization.Name, path, fault.Message);
            Log.CertificateRefused(logger, path, topology.Organization.Name, fault.Message);
        }
    }

    private static bool IsSame(SiteCertificates one, SiteCertificates other) => one.ToString() == other.ToString();
}
