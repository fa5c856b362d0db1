using System.Collections.Immutable;

namespace Causeway.Core.Proof;

/// <summary>The verdict on one property, with the paths that speak against it.</summary>
public sealed record PropertyResult(
    string Id, string Title, Verdict Verdict, string Summary, ImmutableArray<Path> Counterexamples);
