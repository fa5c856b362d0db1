using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Reads everything that the site is told from outside anew, and takes it whole or not at all: not where a file cannot
/// be read, where <c>check</c> would fail, or where the site could not run with it.
/// </summary>
internal sealed class SiteReload(
    SiteHost host, SiteSources sources, SemaphoreSlim oneChange, AuditLog audit, IReloadLedger ledger,
    ILogger<SiteReload> logger)
{
    // A reload may change thousands of values; the first of them are recorded one by one, and the others counted.
    private const int MostRecorded = 1000;

    /// <param name="who">Who asked for it, for the log.</param>
    public async Task<ReloadAnswer> RunAsync(string who, CancellationToken ct)
    {
        await oneChange.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (host.IsStopping)
            {
                return new ReloadAnswer(false, [], "The site is being stopped.");
            }

            var before = host.InForce;
            var next = await Task.Run(() => SiteConfiguration.Read(sources).With(host.Directories), ct)
                .ConfigureAwait(false);
            var changes = Changes(before, next);
            if (changes.IsEmpty)
            {
                host.Confirm(next);
                Taken(next);
                return new ReloadAnswer(true, [], null);
            }

            if (SiteConfiguration.Failures(next.Served).Select(Said).FirstOrDefault() is { } failure)
            {
                return Refuse(who, failure);
            }

            await host.ChangeAsync(next, ct).ConfigureAwait(false);
            Taken(next);
            Record(who, changes);
            var told = changes.Select(change => change.ToString()).ToList();
            Log.Reloaded(logger, who, string.Join("; ", told));
            return new ReloadAnswer(true, told, null);
        }
        catch (Exception fault) when (fault
            is ConfigurationException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Refuse(who, fault.Message);
        }
        finally
        {
            oneChange.Release();
        }
    }

    // What lies there is in force as a whole, the lists and certificates that the files name included.
    private void Taken(SiteConfiguration configuration)
    {
        foreach (var one in configuration.Served)
        {
            ledger.Taken(one.Name, one.Topology.Path);
            ledger.Taken(one.Name);
        }

        ledger.Keep(host.KnownFiles);
    }

    private void Record(string who, ImmutableArray<TopologyDifference> changes)
    {
        var entries = changes.Take(MostRecorded)
            .Select(change => new AuditChange(who, "reload", change.Path, change.Before, change.After)).ToList();
        if (changes.Length > MostRecorded)
        {
            entries.Add(new AuditChange(who, "reload", $"{changes.Length - MostRecorded} further values"));
        }

        try
        {
            audit.Append(entries);
        }
        catch (IOException error)
        {
            Log.ReloadNotRecorded(logger, who, error);
        }
    }

    private ReloadAnswer Refuse(string who, string why)
    {
        // The file that is at fault, as far as the reason names it.
        var served = host.InForce.Served;
        var one = served.FirstOrDefault(one => why.Contains(one.Topology.Path, StringComparison.Ordinal)) ?? served[0];
        ledger.Refused(one.Name, one.Topology.Path, why);
        Log.ReloadRefused(logger, who, why);
        return new ReloadAnswer(false, [], why);
    }

    private static string Said((TopologyFile Topology, PropertyResult Failure) one) =>
        $"{one.Failure.Id} would fail: {one.Failure.Summary} (see `causeway check {one.Topology.Path}`)";

    private ImmutableArray<TopologyDifference> Changes(SiteConfiguration before, SiteConfiguration next)
    {
        var several = next.Served.Length > 1 || before.Served.Length > 1;
        var changes = ImmutableArray.CreateBuilder<TopologyDifference>();
        foreach (var one in next.Served)
        {
            var named = several ? $"{one.Name}: " : "";
            if (before.Find(one.Name) is not { } old)
            {
                changes.Add(new TopologyDifference(one.Name, null, "served from now on"));
                continue;
            }

            changes.AddRange(TopologyDifferences
                .Between(old.Topology.Organization, one.Topology.Organization)
                .Select(difference => difference with { Path = named + difference.Path }));

            // The recipients and certificates in force may be newer than those of the last reload.
            var tenant = host.Tenants.Named(one.Name)!;
            var was = SiteDirectories.Table(tenant.Snapshot.Recipients);
            var recipients = RecipientDifferences.Between(was, one.Recipients);
            if (!recipients.IsEmpty)
            {
                changes.Add(new TopologyDifference($"{named}recipients", $"{was.Rows.Count} rows", $"{recipients}"));
            }

            if (one.Certificates.ToString() != tenant.Certificates.ToString())
            {
                changes.Add(new TopologyDifference(
                    $"{named}certificates", $"{tenant.Certificates}", $"{one.Certificates}"));
            }

            if (one.Keys.ToString() != tenant.Keys.ToString())
            {
                changes.Add(new TopologyDifference($"{named}signing-keys", $"{tenant.Keys}", $"{one.Keys}"));
            }
        }

        changes.AddRange(before.Served.Where(old => next.Find(old.Name) is null)
            .Select(old => new TopologyDifference(old.Name, "served", "no longer served")));
        return changes.ToImmutable();
    }
}
