using System.Text.Json;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The shapes of JSON that section 8 of the design promises to tools.</summary>
internal static class Shapes
{
    private static readonly string[] Actions = ["accept", "refuse", "expand", "forward", "relay", "deliver", "split"];

    /// <summary>Has these names; more may come, none may go.</summary>
    public static void AssertNames(JsonElement value, params string[] names) =>
        Assert.Empty(names.Except(value.EnumerateObject().Select(property => property.Name)));

    public static void AssertHop(JsonElement hop)
    {
        AssertNames(hop, "site", "attributedTo", "action", "recipient", "next", "reply", "rule", "reason");
        Assert.Contains(Timeline.Text(hop, "action"), Actions);
    }
}
