using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Forwarding;

/// <summary>Forwards to the outside are off, at both sites; what is no forward goes out all the same.</summary>
[Collection(LabAddresses.Collection)]
public sealed class ForwardingPolicyTests : IAsyncLifetime
{
    private const string Rows = """
        address,kind,site,members,target,forward,keep
        ada@contoso.example,mailbox,cloud,,,bob@fabrikam.example,yes
        charles@contoso.example,mailbox,cloud,,,bob@fabrikam.example,no
        grace@contoso.example,mailbox,office,,,bob@fabrikam.example,no
        edsger@contoso.example,mailbox,office,,,bob@fabrikam.example,yes
        guests@contoso.example,group,office,bob@fabrikam.example,,,
        guest@contoso.example,contact,cloud,,bob@fabrikam.example,,

        """;

    private readonly TemporaryFolder folder = new();
    private CausewayProcess? lab;

    private DataFolder Data => new(folder.File("data"));

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var file = LabFile.Replaced(folder, "outside: yes", "outside: no");
        folder.Write("recipients.csv", Rows);
        lab = await CausewayProcess.StartAsync("lab", "--topology", file, "--serve", "--data", folder.File("data"));
    }

    [Theory]
    [InlineData("cloud", Hosts.Ada, true)]
    [InlineData("cloud", Hosts.Charles, false)]
    [InlineData("office", Hosts.Grace, false)]
    [InlineData("office", Hosts.Edsger, true)]
    public async Task A_forward_to_the_outside_is_refused_where_the_mailbox_lives_and_its_sender_is_told(
        string site, string mailbox, bool isKept)
    {
        var mail = Mail.New("to one who forwards");

        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, mailbox, mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        var trace = await Patience.UntilAsync(
            $"the bounce of {mail.Id} at {site}",
            async () => (await Data.TraceAsync("--message-id", mail.Id)).Select(one => new Timeline(one))
                .FirstOrDefault(one => one.Steps.Contains($"{site} BOUNCE")));
        Assert.StartsWith(
            "550 5.7.520 The organization does not allow forwarding to the outside",
            Timeline.Text(trace.Event(site, "BOUNCE"), "reply"), StringComparison.Ordinal);
        Assert.Equal(isKept ? 1 : 0, (await Data.ListAsync(mailbox, mail.Id)).Length);
        Assert.Empty(await Data.ListAsync(Hosts.Bob, mail.Id));
    }

    [Theory]
    [InlineData("guests@contoso.example")]
    [InlineData("guest@contoso.example")]
    public async Task Outside_members_and_contacts_are_no_forwards(string recipient)
    {
        var mail = Mail.New("to a guest");

        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, recipient, mail.Octets);

        var text = await Data.WaitForTextAsync(Hosts.Bob, mail.Id);
        Assert.StartsWith("Return-Path: <SRS0=", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"Delivered-To: {recipient}", text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        if (lab is not null)
        {
            await lab.DisposeAsync();
        }

        folder.Dispose();
    }
}
