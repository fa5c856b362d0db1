using System.Text.Json;
using System.Text.Json.Serialization;
using Causeway.Queue.Delivery;

namespace Causeway.Queue.Facts;

/// <summary>The text of a fact in the log: one JSON object, camelCase, enums by name, no nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(SavedMessage))]
internal sealed partial class FactJson : JsonSerializerContext
{
    public static void Write(Utf8JsonWriter writer, Fact fact) => JsonSerializer.Serialize(writer, fact, Default.Fact);

    public static Fact Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.Fact) ?? throw new JsonException("A fact is missing.");
}
