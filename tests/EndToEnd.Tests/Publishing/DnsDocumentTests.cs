using System.Text.RegularExpressions;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Publishing;

/// <summary>The page about DNS shows the lab's own records, and what the commands say of them.</summary>
public sealed partial class DnsDocumentTests
{
    [Fact]
    public async Task The_zone_of_the_page_is_what_is_planned()
    {
        var planned = Lines(await ZoneFiles.PlannedAsync("--minimal"));

        Assert.All(Lines(Assert.Single(await BlocksAsync("zone")).Text), line => Assert.Contains(line, planned));
    }

    [Fact]
    public async Task What_commands_say_on_the_page_they_say()
    {
        var blocks = await BlocksAsync("text");

        Assert.NotEmpty(blocks);
        foreach (var (command, text) in blocks)
        {
            var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var verbs = words.TakeWhile(word => word[0] != '-').ToList();
            var result = await Command.CausewayAsync(
                [.. verbs, Repository.LabTopology, .. words.Skip(verbs.Count)]);
            Assert.Contains(text, result.Output, StringComparison.Ordinal);
        }
    }

    private static async Task<List<(string Command, string Text)>> BlocksAsync(string kind)
    {
        var page = await File.ReadAllTextAsync(
            Repository.Path("docs/dns.md"), TestContext.Current.CancellationToken);
        return [.. Block().Matches(page).Where(block => block.Groups[1].Value == kind)
            .Select(block => (block.Groups[2].Value.Trim(), block.Groups[3].Value))];
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"^```(\w+)([^\n]*)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();
}
