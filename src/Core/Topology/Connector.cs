namespace Causeway.Core.Topology;

/// <summary>How one site hands mail to another: what follows from the arrows, with the file's overrides.</summary>
public sealed record Connector
{
    public required SiteName From { get; init; }

    public required SiteName To { get; init; }

    public IdentifyBy IdentifyBy { get; init; } = IdentifyBy.Certificate;

    /// <summary>The public certificate name that identifies the peer; null for the organization's own CA.</summary>
    public string? Certificate { get; init; }

    public required Trust Trust { get; init; }

    /// <summary>Refuses Internet mail at <see cref="To"/> that does not come by a connector.</summary>
    public bool Lock { get; init; } = true;

    public DeliverBy DeliverBy { get; init; } = DeliverBy.Host;

    public TlsLevel Tls { get; init; } = TlsLevel.Mutual;

    /// <summary>How <see cref="To"/> finds who really sent what comes from <see cref="From"/>.</summary>
    public Skip Skip { get; init; } = Skip.None;
}
