using System.Text.Json.Serialization;

namespace Causeway.Watching.Alerts;

/// <summary>How soon somebody should look.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Nothing is wrong here; somebody should know.</summary>
    [JsonStringEnumMemberName("notice")]
    Notice,

    /// <summary>Mail flows, and will not for ever.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>Mail does not flow.</summary>
    [JsonStringEnumMemberName("critical")]
    Critical,
}
