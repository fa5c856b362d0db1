using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>When the sites of an organization raise an alert, and whom they tell.</summary>
public sealed record AlertPolicy
{
    public static AlertPolicy Default { get; } = new();

    /// <summary>A program with its arguments, which reads the alert as JSON; empty for none.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>To whom a site writes.</summary>
    public ImmutableArray<EmailAddress> Mail { get; init; } = [];

    /// <summary>Where the alert is posted as JSON. May hold a secret: its path is never written to a log.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>The copies that may wait at a site.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>How long a copy may wait.</summary>
    public TimeSpan QueueAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a neighbour may fail.</summary>
    public TimeSpan NeighbourDown { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The octets that should be free on the disk of the spool.</summary>
    public long DiskFree { get; init; } = 1L << 30;

    /// <summary>How far a clock may be off, or jump.</summary>
    public TimeSpan Clock { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long without another try, loop or jump its alert is over.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a cause must be gone until its alert is over, so that one that comes and goes is told once.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After how long an alert that still stands is told again.</summary>
    public TimeSpan Repeat { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The mails about alerts that a site writes in an hour; what is above that is summed up in one.</summary>
    public int MailsPerHour { get; init; } = 10;
}
