using System.Collections.Immutable;

namespace Causeway.Configuration;

/// <summary>The files that a template wrote; or nothing, and those that stood in its way.</summary>
public sealed record TemplateResult(ImmutableArray<string> Written, ImmutableArray<string> Existing)
{
    public bool IsWritten => Existing.IsEmpty;
}
