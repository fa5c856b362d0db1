using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Recipients;

/// <summary>Who may write to a recipient and how much it may hold, each site a process of its own.</summary>
[Collection(LabAddresses.Collection)]
public sealed class RestrictionTests
{
    private static readonly string Rows = string.Join('\n',
        "address,kind,site,accept-from,quota",
        $"{Hosts.Ada},mailbox,cloud,,16KiB",
        $"{Hosts.Charles},mailbox,cloud,inside,",
        $"{Hosts.Grace},mailbox,office,{Hosts.Ada},",
        "");

    [Fact]
    public async Task Strangers_are_refused_at_the_filter_and_users_by_the_list()
    {
        await using var sites = await StartAsync("filter", "cloud", "office");
        foreach (var to in (string[])[Hosts.Charles, Hosts.Grace])
        {
            // The filter knows that strangers may not write there, and not why.
            var refused = await Swaks.SendAsync(Hosts.Filter, Hosts.Ada, to, Mail.New("from outside").Octets);
            Assert.Equal(Swaks.NoRecipientAccepted, refused.ExitCode);
            Assert.Contains("550 5.7.134", refused.Output, StringComparison.Ordinal);
        }

        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Grace);
        await AlertedSites.SubmitAsync(Hosts.Ada, Hosts.Charles);
        await Patience.UntilAsync("mail of an insider at grace", async () =>
            (await Command.JsonAsync("mailbox", "list", Hosts.Grace, "--data", sites.Data)).GetArrayLength() > 0
                ? "there" : null);
    }

    [Fact]
    public async Task A_mailbox_sends_back_what_it_has_no_room_for()
    {
        await using var sites = await StartAsync("cloud");
        var data = new DataFolder(sites.Data);
        var large = Mail.New(
            "large", string.Concat(Enumerable.Range(0, 300).Select(i => $"X-{i}: {new string('x', 60)}\r\n")));
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Hosts.Ada, large.By(Hosts.Ada).Octets,
            "--auth-password", AlertedSites.Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        var trace = await data.WaitForOutcomeAsync(large.Id, "bounced");
        Assert.Contains("552 5.2.2", Timeline.Text(trace.Event("cloud", "BOUNCE"), "reply"), StringComparison.Ordinal);
    }

    private static async Task<AlertedSites> StartAsync(params string[] names)
    {
        var sites = new AlertedSites();
        foreach (var site in names)
        {
            sites.Configure(site, changeRows: _ => Rows);
            await sites.StartAsync(site);
        }

        await sites.SetPasswordAsync(Hosts.Ada);
        return sites;
    }
}
