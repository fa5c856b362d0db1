using System.Text.Json.Serialization;
using Causeway.Watching.Targets;

namespace Causeway.Watching;

/// <summary>The JSON of a status, in its file and on the API: camelCase, times in RFC 3339.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(SiteStatus))]
[JsonSerializable(typeof(TargetSeen[]))]
public sealed partial class StatusJson : JsonSerializerContext;
