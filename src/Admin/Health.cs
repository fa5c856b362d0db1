using System.Text.Json.Serialization;

namespace Causeway.Admin;

/// <summary>Whether a site takes mail, and why not: the answer of <c>/health/ready</c>.</summary>
public sealed record Health(
    string Site, string Version, DateTimeOffset StartedAt, [property: JsonPropertyName("ready")] bool IsReady,
    IReadOnlyList<string> WhyNot);
