using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Transport;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Takes the keys to sign mail with when some are added or removed while the site runs. Files that are no keys change
/// nothing, and the log says why.
/// </summary>
internal sealed class SigningKeysWatch(
    SiteSources sources, AuditLog audit, IReloadLedger ledger, ILogger<SigningKeysWatch> logger)
{
    /// <summary>The folders in which the site looks for keys of an organization.</summary>
    public IEnumerable<(string Path, Action Changed)> Files(TopologyFile topology, Tenant tenant) =>
        DkimKeys.Folders(topology, sources.Here, sources.Folder)
            .Select(folder => (folder.Path, (Action)(() => Take(folder.Path, topology, tenant))));

    private void Take(string path, TopologyFile topology, Tenant tenant)
    {
        try
        {
            var next = sources.Keys(topology);
            ledger.Taken(topology.Organization.Name, path);
            if (next.ToString() != tenant.Keys.ToString())
            {
                // First the record: what is not recorded does not count.
                audit.Append(
                    $"whoever wrote the file, seen by {SystemUser.OfProcess()}", "signing-keys.taken",
                    $"{topology.Organization.Name}: {path}", tenant.Keys.ToString(), next.ToString());
                tenant.Keys = next;
                Log.SigningKeysTaken(logger, topology.Organization.Name, next.ToString());
            }
        }
        catch (Exception fault)
        {
            // On a timer's thread nobody else would catch it, and no file is worth a site that stops.
            ledger.Refused(topology.Organization.Name, path, fault.Message);
            Log.SigningKeysRefused(logger, path, topology.Organization.Name, fault.Message);
        }
    }
}
