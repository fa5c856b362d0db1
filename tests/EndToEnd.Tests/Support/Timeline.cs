using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>One trace, as <c>trace --json</c> writes it.</summary>
internal sealed class Timeline(JsonElement trace)
{
    public JsonElement Json => trace;

    public string Outcome => trace.GetProperty("outcome").GetString()!;

    public IEnumerable<JsonElement> Events => trace.GetProperty("events").EnumerateArray();

    /// <summary><c>filter RECEIVE</c> and so on, in the order of the timeline.</summary>
    public IEnumerable<string> Steps => Events.Select(one => $"{Text(one, "site")} {Text(one, "event")}");

    public JsonElement Event(string site, string name) =>
        Events.First(one => Text(one, "site") == site && Text(one, "event") == name);

    public static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
