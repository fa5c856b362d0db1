namespace Causeway.Core.Publishing;

/// <summary>How far a domain has gone with DMARC (RFC 9989): from looking on to refusing.</summary>
public enum DmarcStage
{
    None,
    Quarantine,
    Reject,
}
