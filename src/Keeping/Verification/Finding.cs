using System.Collections.Immutable;
using Causeway.Queue.Checking;

namespace Causeway.Keeping.Verification;

/// <summary>Something that is wrong with a site's data: where, what, whose mail it concerns, what to do.</summary>
/// <param name="IsDamage">False for a note: no mail, order or key is concerned.</param>
public sealed record Finding(
    string File, bool IsDamage, string Found, string Cure, ImmutableArray<AffectedMessage> Affected)
{
    public Finding(string file, bool isDamage, string found, string cure)
        : this(file, isDamage, found, cure, [])
    {
    }
}
