namespace Causeway.Keeping;

/// <summary>A site whose files stay while it is held, running (by its API) or stopped (by its lock).</summary>
public interface ISiteHold : IAsyncDisposable
{
    bool IsRunning { get; }

    /// <summary>The extent at this moment; what the site acknowledged before is within.</summary>
    ValueTask<SiteExtent> ReadExtentAsync(CancellationToken ct);

    /// <summary>Throws <see cref="IOException"/> where the site is held no longer: it stopped or died.</summary>
    void ThrowIfLost();

    /// <summary>Makes an entry in the site's audit log.</summary>
    ValueTask NoteAsync(string what, string subject, string? before, string? after, CancellationToken ct);
}
