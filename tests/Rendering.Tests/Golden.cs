namespace Causeway.Rendering.Tests;

/// <summary>
/// Texts that were read line by line once and are kept. <c>CAUSEWAY_GOLDEN=write ./test Rendering</c> writes them anew;
/// what changed is then read in the diff.
/// </summary>
internal static class Golden
{
    public static void AssertIs(string name, string text)
    {
        var path = Some.Path($"golden/{name}");
        if (Environment.GetEnvironmentVariable("CAUSEWAY_GOLDEN") == "write")
        {
            File.WriteAllText(path, text);
        }

        Assert.Equal(File.ReadAllText(path), text);
    }
}
