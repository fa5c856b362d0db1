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
    Tenants tenants, SiteSources sources, Action<ServedOrganization> checkSafety, AuditLog audit, IReloadLedger ledger,
    ILogger<CertificateWatch> logger)
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

        return paths.Select(path => (path, (Action)(() => Take(path, paths, topology, tenant))));
    }

    // The files are read together, and together they are good: a key may come some time after its certificate.
    private void Take(string path, IReadOnlyList<string> all, TopologyFile topology, Tenant tenant)
    {
        try
        {
            var served = sources.Serve(topology);
            checkSafety(served);
            var next = served.Certificates;
            foreach (var taken in all)
            {
                ledger.Taken(topology.Organization.Name, taken);
            }

            if (next.ToString() != tenant.Certificates.ToString())
            {
                // First the record: what is not recorded does not count.
                audit.Append(
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
}
