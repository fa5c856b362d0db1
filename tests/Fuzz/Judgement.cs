namespace Causeway.Fuzz;

/// <summary>What became of one input.</summary>
/// <param name="Finding">What is wrong; null where nothing is.</param>
/// <param name="Behaviour">What the target did, in short: inputs that bring a new one are worth varying.</param>
internal readonly record struct Judgement(string? Finding, string Behaviour);
