using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Causeway.Auditing;

/// <summary>The JSON of the audit log: camelCase, times in RFC 3339, one entry a line.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(UnhashedEntry))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    public static AuditJson Line { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}

/// <summary>An entry as the hash covers it.</summary>
internal sealed record UnhashedEntry(
    long Number, DateTimeOffset At, string Who, string What, string Subject, string? Before, string? After,
    string Previous);
