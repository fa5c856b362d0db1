using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Forwarding;

/// <summary>Mailboxes of both sites answer by themselves, as their records say.</summary>
[Collection(LabAddresses.Collection)]
public sealed class AutomaticReplyTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Theory]
    [InlineData(Hosts.Charles, Hosts.Alice)]
    [InlineData(Hosts.Grace, Hosts.Bob)]
    public async Task A_stranger_gets_one_reply_however_often_he_writes(string mailbox, string stranger)
    {
        await ReplyAsync(mailbox, "--outside", "Back on Monday. Grüße", "--inside", "Ask Grace.");
        for (var times = 0; times < 2; times++)
        {
            var mail = New(mailbox);
            await Swaks.SendAsync(Hosts.Filter, stranger, mailbox, mail.Octets);
            await lab.Data.WaitForAsync(mailbox, mail.Id);
        }

        var text = await RepliesAsync(stranger, "Automatic reply: Lunch?");
        Assert.StartsWith("Return-Path: <>\r\n", text, StringComparison.Ordinal);
        Assert.Contains($"From: <{mailbox}>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-replied\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Back on Monday. Gr=C3=BC=C3=9Fe", text, StringComparison.Ordinal);
        Assert.Contains(" ([127.0.0.20])", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_gets_the_text_for_colleagues_and_robots_none()
    {
        await ReplyAsync(Hosts.Ada, "--inside", "Ask Grace.", "--subject", "Away");
        var mail = New(Hosts.Ada);
        var list = Mail.New("a newsletter", $"To: {Hosts.Ada}\r\nList-Id: <news.fabrikam.example>\r\n");
        await Swaks.SubmitAsync(Hosts.OfficeSubmission, Hosts.Edsger, Hosts.Ada, mail.By(Hosts.Edsger).Octets);
        await Swaks.SubmitAsync(Hosts.OfficeSubmission, Hosts.Grace, Hosts.Ada, list.By(Hosts.Grace).Octets);

        await lab.Data.WaitForAsync(Hosts.Ada, list.Id);
        Assert.Contains("Ask Grace.", await RepliesAsync(Hosts.Edsger, "Away"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            await ListAsync(Hosts.Grace), one => one.GetProperty("subject").GetString() == "Away");
    }

    private static Mail New(string to) => Mail.New("Lunch?", $"To: {to}\r\n");

    private async Task ReplyAsync(string mailbox, params string[] how)
    {
        var set = await Command.CausewayAsync(["recipient", "reply", mailbox, .. how, "--data", lab.Data.Path]);
        Assert.True(set.ExitCode == 0, set.ToString());

        // The mailbox's site may have a copy of the directory only.
        await Patience.UntilAsync("the record at its home", async () =>
        {
            var site = mailbox == Hosts.Grace ? "office" : "cloud";
            var folder = Path.Combine(lab.Data.Path, site);
            var shown = await Command.CausewayAsync("recipient", "list", mailbox, "--data", folder, "--json");
            return shown.Output.Contains("Ask Grace.", StringComparison.Ordinal) ? shown.Output : null;
        });
    }

    // The one message of this subject.
    private async Task<string> RepliesAsync(string mailbox, string subject)
    {
        var found = await Patience.UntilAsync(
            $"'{subject}' in the mailbox of {mailbox}",
            async () => (await ListAsync(mailbox)).Where(one => one.GetProperty("subject").GetString() == subject)
                .ToList() is { Count: > 0 } all ? all : null);
        return await lab.Data.WaitForTextAsync(mailbox, Assert.Single(found).GetProperty("messageId").GetString()!);
    }

    private async Task<IEnumerable<System.Text.Json.JsonElement>> ListAsync(string mailbox) =>
        (await Command.JsonAsync("mailbox", "list", mailbox, "--data", lab.Data.Path)).EnumerateArray();
}
