using Causeway.Storage;

namespace Causeway.Queue.Spooling;

/// <summary>
/// How short disk and memory are. Strangers are refused first: the organization's own mail keeps what is left. Nothing
/// needs to be reset; what is measured is at most a second old.
/// </summary>
public sealed class Pressure
{
    /// <summary>Strangers are refused while less than this many times the reserve is free.</summary>
    private const int StrangersReserves = 4;

    /// <summary>A write that takes longer: the disk is slow, or hangs.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Hanging = TimeSpan.FromSeconds(30);

    private readonly object gate = new();
    private readonly IDisk disk;
    private readonly SpoolOptions options;
    private readonly TimeProvider clock;
    private readonly Func<double> memoryLoad;
    private long measuredAt;
    private bool isMeasured;
    private long available;
    private double memory;
    private long? writingSince;

    /// <param name="memoryLoad">
    /// The part of the memory that is in use, as the limit of the process counts it; null asks the runtime.
    /// </param>
    public Pressure(IDisk disk, SpoolOptions options, TimeProvider clock, Func<double>? memoryLoad = null)
    {
        this.disk = disk;
        this.options = options;
        this.clock = clock;
        this.memoryLoad = memoryLoad ?? MemoryLoad;
    }

    public PressureLevel Level
    {
        get
        {
            lock (gate)
            {
                Measure();
                var writing = writingSince is { } since ? clock.GetElapsedTime(since) : TimeSpan.Zero;
                return available < options.ReserveOctets || writing > Hanging || memory > 0.97
                    ? PressureLevel.Everybody
                    : available / StrangersReserves < options.ReserveOctets || writing > Slow || memory > 0.9
                        ? PressureLevel.Strangers
                        : PressureLevel.None;
            }
        }
    }

    /// <summary>Octets that are free on the disk, and those that are kept for what becomes of earlier mail.</summary>
    public (long Free, long Reserve) Room
    {
        get
        {
            lock (gate)
            {
                Measure();
                return (available, options.ReserveOctets);
            }
        }
    }

    internal bool HasRoomForMessages
    {
        get
        {
            lock (gate)
            {
                Measure();
                return available >= options.ReserveOctets;
            }
        }
    }

    internal void WriteBegins()
    {
        lock (gate)
        {
            writingSince = clock.GetTimestamp();
        }
    }

    /// <summary>How long the write took.</summary>
    internal TimeSpan WriteEnded()
    {
        lock (gate)
        {
            var since = writingSince;
            writingSince = null;
            return since is { } began ? clock.GetElapsedTime(began) : TimeSpan.Zero;
        }
    }

    private static double MemoryLoad()
    {
        // What this process takes of what it may take: the memory of other processes is not its business.
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return limit > 0 ? (double)Environment.WorkingSet / limit : 0;
    }

    private void Measure()
    {
        if (isMeasured && clock.GetElapsedTime(measuredAt) < options.RoomIsKnownFor)
        {
            return;
        }

        try
        {
            available = disk.AvailableOctets;
        }
        catch (IOException)
        {
            // A disk that does not tell is found full by writing to it.
            available = long.MaxValue;
        }

        (memory, measuredAt, isMeasured) = (memoryLoad(), clock.GetTimestamp(), true);
    }
}
