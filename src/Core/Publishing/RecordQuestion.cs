namespace Causeway.Core.Publishing;

/// <summary>What is asked of DNS: a name in lower case without the trailing dot, and a type.</summary>
public readonly record struct RecordQuestion(string Name, RecordType Type);
