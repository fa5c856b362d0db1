using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The table of alerts, and what <c>status</c> says where there is nothing to see.</summary>
public sealed class AlertsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_page_of_the_documents_is_what_the_table_says()
    {
        var page = await Command.CausewayAsync("alerts", "list", "--markdown");

        Assert.Equal(0, page.ExitCode);
        Assert.Equal(
            await File.ReadAllTextAsync(Repository.Path("docs/alerts.md"), TestContext.Current.CancellationToken),
            page.Output);
    }

    [Fact]
    public async Task Every_alert_says_when_it_is_raised_when_it_is_over_and_what_to_do()
    {
        foreach (var kind in (await Command.JsonAsync("alerts", "list")).EnumerateArray())
        {
            Shapes.AssertNames(kind, "id", "severity", "raised", "cleared", "do");
            Assert.All(kind.EnumerateObject(), property => Assert.NotEqual("", property.Value.GetString()));
        }
    }

    [Theory]
    [InlineData("status")]
    [InlineData("alerts", "test")]
    public async Task A_folder_without_sites_is_named(params string[] command)
    {
        var result = await Command.CausewayAsync([.. command, "--data", folder.Path]);

        Assert.Equal((3, ""), (result.ExitCode, result.Output));
        Assert.Contains(folder.Path, result.Error, StringComparison.Ordinal);
    }
}
