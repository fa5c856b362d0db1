using Causeway.Watching.Alerts;

namespace Causeway.Watching.Targets;

/// <summary>Where alerts are told.</summary>
public interface IAlertTarget
{
    /// <summary>What it is, without anything that is secret: <c>command notify</c>.</summary>
    string Name { get; }

    /// <summary>True for one that was made anew from the same settings, so that this one can stay.</summary>
    bool IsSameAs(IAlertTarget other);

    /// <summary>
    /// How long it takes nothing more, since it took so much; what comes meanwhile it gets together. Zero for a target
    /// without such a limit.
    /// </summary>
    TimeSpan Pause(DateTimeOffset now);

    /// <summary>Tells; null where it was taken, else why not, without anything that is secret.</summary>
    Task<string?> TellAsync(IReadOnlyList<AlertNews> news, CancellationToken ct);
}
