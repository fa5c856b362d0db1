namespace Causeway.Tidy.Tests;

/// <summary>Asserts on lists of faults; a failure prints every fault on a line of its own.</summary>
internal static class Check
{
    public static void None(IEnumerable<string> faults)
    {
        var list = faults.ToList();
        Assert.True(list.Count == 0, string.Join('\n', list));
    }

    public static void One(string expected, IEnumerable<string> faults) =>
        Assert.Contains(expected, Assert.Single(faults), StringComparison.Ordinal);

    public static void Some(string expected, IEnumerable<string> faults) =>
        Assert.Contains(faults, fault => fault.Contains(expected, StringComparison.Ordinal));
}
