using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>What the container file says; no engine that would build it runs here.</summary>
internal static class ContainerFile
{
    public static string[] Lines() => File.ReadAllLines(Repository.Path("packaging/Containerfile"));

    /// <summary>The words of an instruction that has its command line as JSON.</summary>
    public static string[] Words(string instruction)
    {
        var line = Assert.Single(Lines(), line => line.StartsWith(instruction, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<string[]>(line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
