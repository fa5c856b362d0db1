namespace Causeway.Queue.Spooling;

/// <summary>The sizes of a spool. All have defaults that suit a site.</summary>
public sealed record SpoolOptions
{
    /// <summary>Octets after which a new body segment begins.</summary>
    public long BodySegmentOctets { get; init; } = 64L << 20;

    /// <summary>Octets after which a new fact segment begins.</summary>
    public long FactSegmentOctets { get; init; } = 64L << 20;

    /// <summary>Octets of a body kept in memory before they go to the segment.</summary>
    public int BodyBufferOctets { get; init; } = 64 << 10;

    /// <summary>Facts that may wait for the writer before <see cref="Spool.RecordAsync"/> waits itself.</summary>
    public int WaitingFacts { get; init; } = 4096;

    /// <summary>
    /// Octets on the disk that messages leave free, so that what becomes of earlier ones can still be recorded.
    /// </summary>
    public long ReserveOctets { get; init; } = 64L << 20;

    /// <summary>The longest time for which what is known of the free octets is believed.</summary>
    public TimeSpan RoomIsKnownFor { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The longest time for which a written fact stays without a sync when nothing else asks for one.
    /// </summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// The age at which a segment of the log is deleted, once a picture of the queue stands for it; null keeps all.
    /// </summary>
    public TimeSpan? KeepFacts { get; init; }

    /// <summary>
    /// The time after which a new fact segment begins though this one is not full, so that at a quiet site too facts
    /// are deleted not much later than they may be.
    /// </summary>
    internal TimeSpan? FactSegmentSpan => KeepFacts / SegmentsKept;

    private const int SegmentsKept = 30;
}
