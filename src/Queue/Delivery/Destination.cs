using Causeway.Core;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>Whether an attempt came to a session with the next hop.</summary>
internal enum Reached
{
    /// <summary>Nobody knows: a fault of this site.</summary>
    Unknown,

    Yes,

    No,
}

/// <summary>
/// A next hop: how many attempts it gets at once, which grows while it answers and shrinks when it does not, and when
/// it is probed while it is dead.
/// </summary>
internal sealed class Destination(string key, InForce<DeliveryOptions> options)
{
    public static readonly IComparer<Destination> ByOldest = Comparer<Destination>.Create((x, y) =>
    {
        var order = x.Stands!.CompareTo(y.Stands);
        return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
    });

    /// <summary>Failures in a row after which it counts as dead.</summary>
    private const int DeadAfter = 2;

    private double window = options.Current.FirstAtOnce;
    private int running;
    private int runningBulk;
    private int failures;
    private int probes;

    public string Key => key;

    public ReadyCopies Ready { get; } = new();

    /// <summary>The copies that wait for it, ready or not.</summary>
    public int Copies { get; set; }

    /// <summary>When it is probed next; null while it is alive.</summary>
    public DateTimeOffset? DeadUntil { get; private set; }

    public string? LastReply { get; private set; }

    private int Window => Math.Clamp((int)window, 1, options.Current.PerDestination);

    // However many large messages run, small ones find room.
    private bool HasRoomForBulk => runningBulk < Math.Max(1, Window * 3 / 4);

    /// <summary>The copy by which it stands in the order of those that have room; null while it does not.</summary>
    public WaitingCopy? Stands { get; set; }

    /// <summary>The probe that stands in line.</summary>
    public DateTimeOffset? ProbeInLine { get; set; }

    public WaitingCopy? First => Ready.Next(HasRoomForBulk);

    /// <summary>A site is one of its organization's; a host of the Internet is the same for everybody.</summary>
    public static string KeyOf(PendingCopy pending) => pending.Copy.Kind == DestinationKind.Site
        ? $"{pending.Copy.Kind} {pending.Message.Organization} {pending.Copy.Next}"
        : $"{pending.Copy.Kind} {pending.Copy.Next}";

    public bool IsOpen(DateTimeOffset now) => First is not null
        && (DeadUntil is { } until ? running == 0 && now >= until : running < Window);

    public WaitingCopy Start()
    {
        var copy = Ready.Take(HasRoomForBulk);
        copy.Place = Place.Running;
        running++;
        runningBulk += copy.IsBulk ? 1 : 0;
        return copy;
    }

    public void StartWithoutAttempt(WaitingCopy copy)
    {
        Ready.Remove(copy);
        copy.Place = Place.Running;
        copy.IsWithoutAttempt = true;
    }

    public void ProbeNow(DateTimeOffset now) => DeadUntil = DeadUntil > now ? now : DeadUntil;

    public void Finish(WaitingCopy copy, Reached reached, string? reply, DateTimeOffset now)
    {
        if (copy.IsWithoutAttempt)
        {
            return;
        }

        running--;
        runningBulk -= copy.IsBulk ? 1 : 0;
        switch (reached)
        {
            case Reached.Yes:
                window = DeadUntil is null
                    ? Math.Min(options.Current.PerDestination, window + (1 / window))
                    : options.Current.FirstAtOnce;
                (failures, probes, DeadUntil) = (0, 0, null);
                break;
            case Reached.No:
                LastReply = reply;
                window = Math.Max(1, window / 2);
                if (++failures >= DeadAfter && (DeadUntil is null || now >= DeadUntil))
                {
                    DeadUntil = now + options.Current.Schedule.WaitAfter(++probes);
                }

                break;
        }
    }
}
