using Causeway.Core.Topology;
using Causeway.Watching.Alerts;

namespace Causeway.Watching.Tests;

/// <summary>A site about which there is nothing to say.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Observation Observation() => new()
    {
        Site = "cloud",
        Version = "1.0.0",
        At = Now,
        StartedAt = Now.AddDays(-1),
        Disk = new DiskSeen(10L << 30, 64L << 20, DiskSeen.Nobody),
        Queues = [new QueueSeen("contoso", 0, 0, null, null)],
        Neighbours = [new NeighbourSeen("contoso", "office", "mail.contoso.example")],
        Certificates = [new CertificateSeen("contoso", "identity.pem", "causeway:contoso/cloud", Now.AddDays(31))],
    };

    public static NeighbourSeen Failing(TimeSpan since) => new NeighbourSeen(
        "contoso", "office", "mail.contoso.example") with
    {
        FailingSince = Now - since, LastFailure = Now, LastReply = "451 4.4.1 nobody there", Waiting = 3,
    };

    public static Alert Alert(string id = AlertTable.DiskLow, string subject = "disk", string? stage = null) =>
        AlertTable.Raise(id, "cloud", "contoso", subject, "found", "where", Now, stage: stage);

    public static AlertPolicy Policy { get; } = AlertPolicy.Default;
}
