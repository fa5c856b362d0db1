using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Keeping.Tests;

/// <summary>A site whose log ends after so many facts: the rest came after the backup's moment.</summary>
internal sealed class CutSite(StoppedSite site, LogPosition end) : ISiteHold
{
    public bool IsRunning => true;

    public static async Task<CutSite> HoldAsync(DamagedSite site, int facts)
    {
        var end = default(LogPosition);
        await foreach (var record in FactLog.ReadAsync(
            new FolderDisk(site.In("spool")), default, TestContext.Current.CancellationToken))
        {
            end = facts-- > 0 ? record.Next : end;
        }

        return new CutSite(StoppedSite.Hold(site.Folder, TimeProvider.System), end);
    }

    public async ValueTask<SiteExtent> ReadExtentAsync(CancellationToken ct)
    {
        var extent = await site.ReadExtentAsync(ct);
        return extent with { Spool = extent.Spool with { Facts = end } };
    }

    public void ThrowIfLost() => site.ThrowIfLost();

    public ValueTask NoteAsync(string what, string subject, string? before, string? after, CancellationToken ct) =>
        site.NoteAsync(what, subject, before, after, ct);

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
