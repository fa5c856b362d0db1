namespace Causeway.Dns;

/// <summary>What was asked: a type in lower case, and a name as <see cref="DnsNames.Normalize"/> has it.</summary>
internal readonly record struct AnswerKey(string Type, string Name);
