using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>A changed recipients file is taken by a running system, or refused whole.</summary>
[Collection(LabAddresses.Collection)]
public sealed class RecipientsTests
{
    private const string New = "hedy@contoso.example";

    [Fact]
    public async Task A_changed_file_is_taken_while_it_runs_and_a_bad_one_changes_nothing()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var folder = new TemporaryFolder();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        var good = await File.ReadAllTextAsync(folder.File("recipients.csv"), TestContext.Current.CancellationToken);
        Assert.Equal("550 5.4.1", await AskAsync(New));

        folder.Write("recipients.csv", good + $"{New},mailbox,office,,,,\n");
        await Patience.UntilAsync($"{New}", async () => await AskAsync(New) == "250 2.1.5" ? "taken" : null);
        Assert.Contains($"1 added: {New}", lab.Errors, StringComparison.Ordinal);

        await RefuseAsync(lab, folder, good + "hedy@contoso.example,letterbox,office,,,,\n", ":8:22:");
        await RefuseAsync(lab, folder, good + $"{New},mailbox,office,countess@contoso.example,,,\n", "P5 would fail");
        Assert.Equal("250 2.1.5", await AskAsync(New));
        Assert.Equal("250 2.1.5", await AskAsync(Hosts.Ada));

        folder.Write("recipients.csv", good);
        await Patience.UntilAsync($"no {New}", async () => await AskAsync(New) == "550 5.4.1" ? "taken" : null);
        Assert.Contains($"1 removed: {New}", lab.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), await lab.StopAsync());

        var changes = (await Command.JsonAsync("audit", "list", "--data", folder.Path, "--site", "cloud"))
            .EnumerateArray().Where(entry => entry.GetProperty("what").GetString() == "recipients.taken")
            .Select(entry => entry.GetProperty("after").GetString()!).ToList();
        Assert.Equal(2, changes.Count);
        Assert.EndsWith($"1 added: {New}", changes[0], StringComparison.Ordinal);
        Assert.EndsWith($"1 removed: {New}", changes[1], StringComparison.Ordinal);
    }

    private static Task RefuseAsync(CausewayProcess lab, TemporaryFolder folder, string text, string why)
    {
        folder.Write("recipients.csv", text);
        return Patience.UntilAsync(
            $"the refusal by {why}",
            () => Task.FromResult(
                lab.Errors.Contains("changed and not taken", StringComparison.Ordinal)
                    && lab.Errors.Contains(why, StringComparison.Ordinal) ? "refused" : null));
    }

    private static async Task<string> AskAsync(string recipient)
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>");
        return (await talk.SayAsync($"RCPT TO:<{recipient}>")).Status;
    }
}
