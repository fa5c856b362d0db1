using System.Text.RegularExpressions;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Copies of the lab's topology with something changed.</summary>
internal static class LabFile
{
    public static string Replaced(TemporaryFolder folder, string old, string changed)
    {
        var text = File.ReadAllText(Repository.LabTopology);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Write(folder, text.Replace(old, changed, StringComparison.Ordinal));
    }

    /// <summary>The flow by these arrows; null leaves a list out.</summary>
    public static string WithFlow(TemporaryFolder folder, string inbound, string outbound, string? internalFlow)
    {
        var text = File.ReadAllText(Repository.LabTopology);
        string?[] lines =
        [
            "mail-flow:", $"  inbound: {inbound}", $"  outbound: {outbound}",
            internalFlow is null ? null : $"  internal: {internalFlow}",
        ];
        var flow = string.Join('\n', lines.Where(line => line is not null)) + "\n\n";
        var changed = Regex.Replace(
            text, @"^mail-flow:.*?\n\n", flow, RegexOptions.Singleline | RegexOptions.Multiline, Patience.Longest);
        Assert.NotEqual(text, changed);
        return Write(folder, changed);
    }

    private static string Write(TemporaryFolder folder, string text)
    {
        File.Copy(Repository.Path("samples/lab/recipients.csv"), folder.File("recipients.csv"), overwrite: true);
        return folder.Write("causeway.yaml", text);
    }
}
