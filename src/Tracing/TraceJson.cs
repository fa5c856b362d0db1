using System.Text.Json.Serialization;

namespace Causeway.Tracing;

/// <summary>The JSON of traces, as <c>trace --json</c> prints it and sites hand it to each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<MessageTrace>))]
[JsonSerializable(typeof(MessageTrace[]))]
public sealed partial class TraceJson : JsonSerializerContext;
