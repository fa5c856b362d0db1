using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>What a reply means, from the table that the servers answer with.</summary>
public sealed class ReplyCommandTests
{
    [Fact]
    public async Task A_code_is_explained_with_cause_cure_and_who_can_mend_it()
    {
        var replies = await Command.JsonAsync("reply", "5.7.51");

        var reply = Assert.Single(replies.EnumerateArray());
        Shapes.AssertNames(reply, "code", "status", "reply", "cause", "cure", "fixer");
        Assert.StartsWith("550 5.7.51 ", Timeline.Text(reply, "reply"), StringComparison.Ordinal);
        Assert.Contains("attributed", Timeline.Text(reply, "cause"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_the_documents_is_what_the_table_says()
    {
        var page = await Command.CausewayAsync("reply", "--markdown");

        Assert.Equal(0, page.ExitCode);
        Assert.Equal(
            await File.ReadAllTextAsync(
                Repository.Path("docs/troubleshooting.md"), TestContext.Current.CancellationToken),
            page.Output);
    }

    [Fact]
    public async Task A_reply_that_is_none_of_ours_is_a_no()
    {
        var result = await Command.CausewayAsync("reply", "599 9.9.9");

        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("599 9.9.9", result.Error, StringComparison.Ordinal);
    }
}
