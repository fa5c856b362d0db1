using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Transport;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Looks after the recipients file of an organization and takes a changed one without a restart. A file that cannot be
/// read, that a property of the proof speaks against, or that lost most of its rows is refused whole: what was in force
/// stays, and the log says why.
/// </summary>
internal sealed class RecipientsWatch : IDisposable
{
    private const int FewRows = 10;
    private const int MostAudited = 10_000;

    // Twice the same look at a file: whoever wrote it is done.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TopologyFile file;
    private readonly Tenant tenant;
    private readonly AuditLog audit;
    private readonly ILogger logger;
    private readonly ITimer timer;
    private (DateTime Written, long Octets) taken;
    private (DateTime Written, long Octets) seen;

    private RecipientsWatch(
        TopologyFile file, Tenant tenant, AuditLog audit, ILogger logger, TimeProvider clock)
    {
        this.audit = audit;
        this.file = file;
        this.tenant = tenant;
        this.logger = logger;
        taken = seen = Look(file.RecipientsPath!);
        timer = clock.CreateTimer(_ => Check(), null, Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Null where the recipients are assumed: there is no file to look after.</summary>
    public static RecipientsWatch? Start(
        TopologyFile file, Tenant tenant, AuditLog audit, ILogger logger, TimeProvider clock) =>
        file.RecipientsPath is null ? null : new RecipientsWatch(file, tenant, audit, logger, clock);

    public void Dispose() => timer.Dispose();

    private static (DateTime Written, long Octets) Look(string path)
    {
        var found = new FileInfo(path);
        return found.Exists ? (found.LastWriteTimeUtc, found.Length) : default;
    }

    private void Check()
    {
        try
        {
            var now = Look(file.RecipientsPath!);
            if (now != taken && now == seen)
            {
                taken = now;
                Take();
            }

            seen = now;
        }
        catch (Exception error)
        {
            // On a timer's thread nobody else would catch it, and no list is worth a site that stops.
            Log.RecipientsRefused(logger, file.RecipientsPath!, tenant.Organization.Name, error.Message);
        }

        timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void Take()
    {
        var before = (RecipientTable)tenant.Snapshot.Recipients;
        var (after, faults) = TopologyReader.ReadRecipientsAgain(file);
        if (after is null)
        {
            Refuse(string.Join(" ", faults.Take(3)));
            return;
        }

        var differences = RecipientDifferences.Between(before, after);
        if (differences.Removed.Length > Math.Max(FewRows, before.Rows.Count / 2))
        {
            Refuse($"It lost most of its rows ({differences}); if that is meant, start the site again.");
        }
        else if (WorseThan(before, after) is { } why)
        {
            Refuse(why);
        }
        else if (!differences.IsEmpty)
        {
            // First the record: what is not recorded does not count.
            audit.Append(
                $"whoever wrote the file, seen by {SystemUser.OfProcess()}", "recipients.taken",
                $"{tenant.Organization.Name}: {file.RecipientsPath}", $"{before.Rows.Count} rows",
                $"{after.Rows.Count} rows; {differences.Naming(MostAudited)}");
            tenant.Snapshots.Replace(tenant.Snapshot with { Recipients = after });
            Log.RecipientsTaken(logger, file.RecipientsPath!, tenant.Organization.Name, differences);
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

    private void Refuse(string why) =>
        Log.RecipientsRefused(logger, file.RecipientsPath!, tenant.Organization.Name, why);
}
