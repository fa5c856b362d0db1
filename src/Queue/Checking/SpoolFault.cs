using System.Collections.Immutable;

namespace Causeway.Queue.Checking;

/// <summary>Something that is wrong in a spool: where, what, which messages it concerns, what to do.</summary>
/// <param name="IsDamage">False where no mail and no order is concerned.</param>
public sealed record SpoolFault(
    string File, bool IsDamage, string Found, string Cure, ImmutableArray<AffectedMessage> Affected);
