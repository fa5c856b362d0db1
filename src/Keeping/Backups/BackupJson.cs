using System.Text.Json;
using System.Text.Json.Serialization;

namespace Causeway.Keeping.Backups;

/// <summary>The JSON of manifests, and of what a running site says of itself to a backup.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(SiteExtent))]
public sealed partial class BackupJson : JsonSerializerContext;
