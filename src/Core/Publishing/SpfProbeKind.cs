namespace Causeway.Core.Publishing;

/// <summary>Why SPF was evaluated for an address.</summary>
public enum SpfProbeKind
{
    /// <summary>Mail in the domain's name leaves from there: it must pass.</summary>
    Sender,

    /// <summary>Mail with a null reverse-path leaves from there: the name in EHLO should pass.</summary>
    Helo,

    /// <summary>An address that nobody has: it must not pass, and walks through the whole record.</summary>
    Stranger,
}
