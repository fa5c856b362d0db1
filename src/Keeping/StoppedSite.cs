using Causeway.Auditing;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Keeping;

/// <summary>Holds a stopped site by the lock of its spool, so that it cannot start meanwhile.</summary>
public sealed class StoppedSite : ISiteHold
{
    private readonly FolderDisk disk;
    private readonly TimeProvider clock;
    private readonly IDisposable held;

    private StoppedSite(FolderDisk disk, TimeProvider clock, IDisposable held) =>
        (this.disk, this.clock, this.held) = (disk, clock, held);

    public bool IsRunning => false;

    /// <summary>Throws <see cref="DiskLockedException"/> where the site runs.</summary>
    public static StoppedSite Hold(string folder, TimeProvider clock)
    {
        var disk = new FolderDisk(folder);
        return new StoppedSite(disk, clock, disk.Lock(SiteFiles.Lock));
    }

    public async ValueTask<SiteExtent> ReadExtentAsync(CancellationToken ct) => new(
        new SpoolExtent(EndOf(SiteFiles.Facts), EndOf(SiteFiles.Bodies)),
        disk.ListFiles("").FirstOrDefault(file => file.Name == SiteFiles.AuditLog).Length,
        await AuditLog.ReadHeadAsync(disk, ct).ConfigureAwait(false),
        []);

    public void ThrowIfLost()
    {
        // Nobody can take the lock away.
    }

    public async ValueTask NoteAsync(string what, string subject, string? before, string? after, CancellationToken ct)
    {
        var audit = await AuditLog.OpenAsync(disk, clock, NullLogger<AuditLog>.Instance, ct).ConfigureAwait(false);
        await using (audit.ConfigureAwait(false))
        {
            audit.Append(SystemUser.OfProcess(), what, subject, before, after);
        }
    }

    public ValueTask DisposeAsync()
    {
        held.Dispose();
        return ValueTask.CompletedTask;
    }

    private LogPosition EndOf(string folder)
    {
        var last = disk.ListFiles(folder).Where(file => SegmentFiles.NumberOf(file.Name) is not null)
            .OrderBy(file => file.Name, StringComparer.Ordinal).LastOrDefault();
        return last.Name is null ? default : new LogPosition(SegmentFiles.NumberOf(last.Name)!.Value, last.Length);
    }
}
