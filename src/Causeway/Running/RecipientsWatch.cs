using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Transport;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Looks after the recipients file of an organization and takes a changed one without a restart. A file that cannot be
/// read, that a property of the proof speaks against, or that lost most of its rows is refused whole: what was in force
/// stays, and the log says why.
/// </summary>
internal sealed class RecipientsWatch
{
    private const int FewRows = 10;
    private const int MostAudited = 10_000;

    private readonly TopologyFile file;
    private readonly Tenant tenant;
    private readonly SiteDirectories directories;
    private readonly IReloadLedger ledger;
    private readonly AuditLog audit;
    private readonly ILogger logger;

    private RecipientsWatch(
        TopologyFile file, Tenant tenant, SiteDirectories directories, AuditLog audit, IReloadLedger ledger,
        ILogger logger)
    {
        this.directories = directories;
        this.audit = audit;
        this.file = file;
        this.tenant = tenant;
        this.ledger = ledger;
        this.logger = logger;
    }

    /// <summary>
    /// None where the recipients are assumed, or another site says what they are: there is no file to look after.
    /// </summary>
    public static IEnumerable<(string Path, Action Changed)> Files(
        TopologyFile file, Tenant tenant, SiteDirectories directories, AuditLog audit, IReloadLedger ledger,
        ILogger logger) =>
        file.RecipientsPath is { } path && !directories.IsCopyOf(file.Organization)
            ? [(path, new RecipientsWatch(file, tenant, directories, audit, ledger, logger).Check)]
            : [];

    /// <summary>True where so many are gone that the list is rather broken than meant.</summary>
    public static bool HasLostMost(int before, int gone) => gone > Math.Max(FewRows, before / 2);

    private void Check()
    {
        try
        {
            Take();
        }
        catch (Exception error)
        {
            // On a timer's thread nobody else would catch it, and no list is worth a site that stops.
            Refuse(error.Message);
        }
    }

    private void Take()
    {
        var before = SiteDirectories.Table(tenant.Snapshot.Recipients);
        var (rows, faults) = TopologyReader.ReadRecipientsAgain(file);
        if (rows is null)
        {
            Refuse(string.Join(" ", faults.Take(3)));
            return;
        }

        var read = file with { Recipients = rows };
        var after = directories.Preview(read);
        var differences = RecipientDifferences.Between(before, after);
        if (HasLostMost(before.Rows.Count, differences.Removed.Length))
        {
            Refuse($"It lost most of its rows ({differences}); if that is meant, say `causeway reload`.");
        }
        else if ((WorseThan(before, rows) ?? WorseThan(before, after)) is { } why)
        {
            Refuse(why);
        }
        else
        {
            if (!differences.IsEmpty)
            {
                // First the record: what is not recorded does not count.
                audit.Append(
                    $"whoever wrote the file, seen by {SystemUser.OfProcess()}", "recipients.taken",
                    $"{tenant.Organization.Name}: {file.RecipientsPath}", $"{before.Rows.Count} rows",
                    $"{after.Rows.Count} rows; {differences.Naming(MostAudited)}");
                directories.Put(tenant, read);
                Log.RecipientsTaken(logger, file.RecipientsPath!, tenant.Organization.Name, differences);
            }

            ledger.Taken(tenant.Organization.Name, file.RecipientsPath!);
        }
    }

    private string? WorseThan(RecipientTable before, RecipientTable after)
    {
        var failing = Failures(before).Select(result => result.Id).ToHashSet();
        var worse = Failures(after).FirstOrDefault(result => !failing.Contains(result.Id));
        return worse is null ? null : $"{worse.Id} would fail: {worse.Summary} (see `causeway check {file.Path}`)";
    }

    private IEnumerable<PropertyResult> Failures(RecipientTable recipients) =>
        Prover.Prove(tenant.Organization, recipients).Where(result => result.Verdict == Verdict.Fail);

    private void Refuse(string why)
    {
        ledger.Refused(tenant.Organization.Name, file.RecipientsPath!, why);
        Log.RecipientsRefused(logger, file.RecipientsPath!, tenant.Organization.Name, why);
    }
}
