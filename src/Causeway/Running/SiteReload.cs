using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Core.Topology;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging;

namespace Causeway.Running;

/// <summary>
/// Reads everything that the site is told from outside anew, and takes it whole or not at all: not where a file cannot
/// be read, where <c>check</c> would fail, or where the site could not run with it.
/// </summary>
internal sealed class SiteReload(
    SiteHost host, SiteSources sources, IReloadLedger ledger, ILogger<SiteReload> logger) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);

    /// <param name="who">Who asked for it, for the log.</param>
    public async Task<ReloadAnswer> RunAsync(string who, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var before = host.InForce;
            var next = await Task.Run(() => SiteConfiguration.Read(sources), ct).ConfigureAwait(false);
            var changes = Changes(before, next);
            if (changes.IsEmpty)
            {
                Taken(next);
                return new ReloadAnswer(true, [], null);
            }

            if (Failure(next) is { } failure)
            {
                return Refuse(who, failure);
            }

            await host.ChangeAsync(next, ct).ConfigureAwait(false);
            Taken(next);
            host.Audit.TryAppend(who, "site.reloaded", sources.Here.Value, null, string.Join("; ", changes));
            Log.Reloaded(logger, who, string.Join("; ", changes));
            return new ReloadAnswer(true, changes, null);
        }
        catch (Exception fault) when (fault
            is ConfigurationException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Refuse(who, fault.Message);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    // What lies there is in force as a whole, the lists that the files name included.
    private void Taken(SiteConfiguration configuration)
    {
        foreach (var one in configuration.Served)
        {
            ledger.Taken(one.Name, one.Topology.Path);
            if (one.Topology.RecipientsPath is { } recipients)
            {
                ledger.Taken(one.Name, recipients);
            }
        }
    }

    private ReloadAnswer Refuse(string who, string why)
    {
        var first = host.InForce.Served[0];
        ledger.Refused(first.Name, first.Topology.Path, why);
        Log.ReloadRefused(logger, who, why);
        return new ReloadAnswer(false, [], why);
    }

    private static string? Failure(SiteConfiguration next)
    {
        foreach (var (topology, failure) in SiteConfiguration.Failures(next.Served))
        {
            return $"{failure.Id} would fail: {failure.Summary} (see `causeway check {topology.Path}`)";
        }

        return null;
    }

    private ImmutableArray<string> Changes(SiteConfiguration before, SiteConfiguration next)
    {
        var several = next.Served.Length > 1 || before.Served.Length > 1;
        var changes = ImmutableArray.CreateBuilder<string>();
        foreach (var one in next.Served)
        {
            var named = several ? $"{one.Name}: " : "";
            if (before.Find(one.Name) is not { } old)
            {
                changes.Add($"{named}served from now on");
                continue;
            }

            changes.AddRange(TopologyDifferences
                .Between(old.Topology.Organization, one.Topology.Organization)
                .Select(difference => $"{named}{difference}"));

            // The recipients and certificates in force may be newer than those of the last reload.
            var tenant = host.Tenants.Named(one.Name)!;
            var recipients = RecipientDifferences.Between(
                (RecipientTable)tenant.Snapshot.Recipients, one.Topology.Recipients);
            if (!recipients.IsEmpty)
            {
                changes.Add($"{named}recipients: {recipients}");
            }

            if (one.Certificates.ToString() != tenant.Certificates.ToString())
            {
                changes.Add($"{named}certificates: {tenant.Certificates} -> {one.Certificates}");
            }
        }

        changes.AddRange(before.Served.Where(old => next.Find(old.Name) is null)
            .Select(old => $"{old.Name}: no longer served"));
        return changes.ToImmutable();
    }
}
