using Causeway.Core.Routing;

namespace Causeway.Transport.Foreign;

/// <summary>What a site made of a recipient, and its words.</summary>
public readonly record struct ProbeAnswer(ForeignAnswer Answer, string Reply);
