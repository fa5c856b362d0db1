using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Publishing;

/// <summary>Zone files of the lab's organization: what <c>dns records</c> writes, and what people make of it.</summary>
internal static class ZoneFiles
{
    public static async Task<string> PlannedAsync(params string[] options)
    {
        var zone = await Command.CausewayAsync(
            ["dns", "records", Repository.LabTopology, "--format", "zone", .. options]);
        Assert.True(zone.ExitCode == 0, zone.ToString());
        return zone.Output;
    }

    /// <summary>A zone in which one line is another: <c>from</c> and what stands there instead.</summary>
    public static async Task<string> FaultyAsync(TemporaryFolder folder, string from, string to)
    {
        var planned = await PlannedAsync("--minimal");
        Assert.Contains(from, planned, StringComparison.Ordinal);
        return folder.Write("faulty.zone", planned.Replace(from, to, StringComparison.Ordinal));
    }
}
