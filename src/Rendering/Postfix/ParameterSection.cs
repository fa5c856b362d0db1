using System.Collections.Immutable;

namespace Causeway.Rendering.Postfix;

/// <summary>Parameters that serve one purpose.</summary>
public sealed record ParameterSection(string Title, ImmutableArray<Parameter> Parameters);
