namespace Causeway.Dns;

/// <summary>How a question to DNS ended. A temporary fault never means that the name or the data is missing.</summary>
public enum DnsStatus
{
    Found,

    /// <summary>The name exists, but has no record of this type (RFC 2308 section 2.2).</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN, RFC 2308 section 2.1).</summary>
    NoSuchName,

    /// <summary>
    /// No server gave a usable answer: time-out, SERVFAIL, REFUSED, a broken response. Ask again later.
    /// </summary>
    TemporaryFault,
}
