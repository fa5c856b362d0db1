using System.Net;

namespace Causeway.Dns;

/// <summary>Who is asking: the names and addresses at which a site itself takes mail.</summary>
public sealed record MailHostOptions
{
    /// <summary>Host names in lower case.</summary>
    public IReadOnlyCollection<string> OwnNames { get; init; } = [];

    public IReadOnlyCollection<IPAddress> OwnAddresses { get; init; } = [];

    /// <summary>For the lab only: addresses in 127.0.0.0/8 and ::1 that DNS names are connected to.</summary>
    public bool LoopbackCountsAsPublic { get; init; }
}
