namespace Causeway.Core.Topology;

/// <summary>What a site is. Cloud and on-premises sites can hold mailboxes; a filter never does.</summary>
public enum SiteKind
{
    Filter,
    Cloud,
    OnPremises,
}

/// <summary>The software of a site. Anything but Causeway is proved with and rendered for, not run.</summary>
public enum Platform
{
    Causeway,
    ExchangeOnline,
    ExchangeServer,
    Postfix,
    Other,
}

/// <summary>Authoritative: unknown recipients are refused. Internal relay: they are passed to another site.</summary>
public enum DomainType
{
    Authoritative,
    InternalRelay,
}

/// <summary>How a connector recognizes its peer.</summary>
public enum IdentifyBy
{
    Certificate,
    Address,
}

/// <summary>
/// What a connector's peer may do: relay to the Internet, hand in mail for our domains only, or nothing.
/// </summary>
public enum Trust
{
    OwnOrganization,
    Partner,
    Nobody,
}

/// <summary>How a connector finds the next site: at its host, or by the MX of the recipient's domain.</summary>
public enum DeliverBy
{
    Host,
    Mx,
}

/// <summary>The TLS that a connector demands.</summary>
public enum TlsLevel
{
    None,
    Opportunistic,
    Verified,
    Mutual,
}
