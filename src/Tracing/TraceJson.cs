using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Causeway.Tracing;

/// <summary>The JSON of traces, as <c>trace --json</c> prints it and sites hand it to each other.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<MessageTrace>))]
[JsonSerializable(typeof(MessageTrace[]))]
[JsonSerializable(typeof(TraceRow))]
public sealed partial class TraceJson : JsonSerializerContext
{
    /// <summary>Readable text on one line: no escapes but those that JSON demands.</summary>
    public static TraceJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
