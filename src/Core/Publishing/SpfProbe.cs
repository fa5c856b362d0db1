using System.Net;

namespace Causeway.Core.Publishing;

/// <summary>What the published SPF record says of one address.</summary>
/// <param name="Domain">The domain of the reverse-path, or the name in EHLO.</param>
/// <param name="Result">In the words of RFC 8601.</param>
/// <param name="Lookups">Terms that asked DNS; at most 10 (RFC 7208 section 4.6.4).</param>
/// <param name="VoidLookups">Look-ups that found nothing; at most 2.</param>
public sealed record SpfProbe(
    string Domain, IPAddress Address, SpfProbeKind Kind, string Result, string? Mechanism, string? Reason, int Lookups,
    int VoidLookups)
{
    public bool Passes => Result == "pass";

    /// <summary>DNS did not answer, which says nothing about the record.</summary>
    public bool IsOpen => Result == "temperror";
}
