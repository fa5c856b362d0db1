using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Causeway.Watching.Alerts;

namespace Causeway.Watching.Targets;

/// <summary>An alert as programs read it, on standard input or in a POST.</summary>
public sealed record AlertMessage(
    string Event, DateTimeOffset At, string Id, string Severity, string? Stage, string Site, string? Organization,
    string Subject, string Found, string Where, DateTimeOffset Since, string Do)
{
    public static AlertMessage Of(AlertNews news) => new(
        news.Event.ToString().ToLowerInvariant(), news.At, news.Alert.Id,
        news.Alert.Severity.ToString().ToLowerInvariant(), news.Alert.Stage, news.Alert.Site, news.Alert.Organization,
        news.Alert.Subject, news.Alert.Found, news.Alert.Where, news.Alert.Since, news.Alert.Do);

    /// <summary>One line of JSON.</summary>
    public static byte[] Write(AlertNews news) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(news), AlertMessageJson.Readable.AlertMessage);
}

/// <summary>camelCase, times in RFC 3339.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AlertMessage))]
internal sealed partial class AlertMessageJson : JsonSerializerContext
{
    public static AlertMessageJson Readable { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    });
}
