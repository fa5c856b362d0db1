using System.Diagnostics.CodeAnalysis;

namespace Causeway.Authentication.Spf;

/// <summary>The mechanisms (RFC 7208 section 5) and modifiers (section 6) of a record.</summary>
public enum SpfTermKind
{
    All,
    Include,
    A,
    Mx,

    [SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "So RFC 7208 calls it.")]
    Ptr,
    Ip4,
    Ip6,
    Exists,
    Redirect,
    Exp,

    /// <summary>A modifier that RFC 7208 does not know; it says nothing.</summary>
    Unknown,
}
