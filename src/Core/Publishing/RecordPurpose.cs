namespace Causeway.Core.Publishing;

/// <summary>What a record is for.</summary>
public enum RecordPurpose
{
    /// <summary>Where the domain's mail goes.</summary>
    Mx,

    /// <summary>The address of a host that the Internet sees.</summary>
    Address,

    /// <summary>The name of an address from which mail comes.</summary>
    ReverseName,

    /// <summary>Who may send in the domain's name.</summary>
    Spf,

    /// <summary>Who may call itself by this host's name: judged for mail with a null reverse-path.</summary>
    HeloSpf,

    /// <summary>The public key of signatures.</summary>
    Dkim,

    /// <summary>What a receiver shall do with mail that proves nothing.</summary>
    Dmarc,

    /// <summary>That reports about another domain are welcome.</summary>
    ReportsWelcome,

    /// <summary>That mail comes by verified TLS.</summary>
    MtaSts,

    /// <summary>Where reports about TLS go.</summary>
    TlsReports,

    /// <summary>The key of the mail host's certificate.</summary>
    Tlsa,

    /// <summary>Where mail programs find their settings.</summary>
    Autodiscover,

    /// <summary>That the domain is ours.</summary>
    Ownership,
}
