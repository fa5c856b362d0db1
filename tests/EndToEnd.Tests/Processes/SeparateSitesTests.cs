using System.Text;
using Causeway.EndToEnd.Tests.CrashLedger;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>The plain paths with each site as a process of its own, and what a kill -9 costs: nothing.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SeparateSitesTests(SeparateSites sites) : IClassFixture<SeparateSites>
{
    [Fact]
    public async Task Internet_to_cloud_and_office()
    {
        var mail = Mail.Delicate();
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, $"{Hosts.Ada},{Hosts.Grace}", mail.Octets);

        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await AssertArrivesAsync(mail, Hosts.Ada);
        await AssertArrivesAsync(mail, Hosts.Grace);
    }

    [Fact]
    public async Task Cloud_to_office()
    {
        var mail = Mail.Delicate().By(Hosts.Ada);
        await SubmitAsync("cloud", Hosts.Ada, Hosts.Grace, mail);
        await AssertArrivesAsync(mail, Hosts.Grace);
    }

    [Fact]
    public async Task Office_to_cloud()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        await SubmitAsync("office", Hosts.Grace, Hosts.Ada, mail);
        await AssertArrivesAsync(mail, Hosts.Ada);
    }

    [Fact]
    public async Task Cloud_to_internet()
    {
        var mail = Mail.Delicate().By(Hosts.Ada);
        await SubmitAsync("cloud", Hosts.Ada, Hosts.Bob, mail);
        await AssertArrivesAsync(mail, Hosts.Bob);
    }

    [Fact]
    public async Task Office_to_internet_by_way_of_the_cloud()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        await SubmitAsync("office", Hosts.Grace, Hosts.Bob, mail);

        var text = Encoding.Latin1.GetString(await AssertArrivesAsync(mail, Hosts.Bob));
        var top = text[text.IndexOf("Received: ", StringComparison.Ordinal)..];
        Assert.StartsWith(
            "Received: from contoso-example.mail.cloud.example ([127.0.0.20])", top, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filter", "cloud", Hosts.Ada)]
    [InlineData("cloud", "office", Hosts.Grace)]
    public async Task Mail_queued_at_a_site_that_is_killed_arrives_once(string killed, string down, string to)
    {
        var mail = Mail.Delicate();
        await sites.StopAsync(down);
        var sent = await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, to, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        await Patience.UntilAsync($"mail queued at {killed}", async () => (await TraceAsync(mail.Id))
            ?.Steps.FirstOrDefault(step => step == $"{killed} DEFER"));

        await sites.KillAsync(killed);
        await sites.StartAsync(killed);
        await sites.StartAsync(down);

        await AssertArrivesAsync(mail, to);
    }

    [Fact]
    public async Task Mail_that_was_accepted_in_the_moment_of_the_kill_arrives()
    {
        var mail = Mail.Delicate().By(Hosts.Grace);
        var sent = await Swaks.SubmitAsync(
            Hosts.OfficeSubmission, Hosts.Grace, Hosts.Bob, mail.Octets, "--auth-password", SeparateSites.Password);
        await sites.KillAsync("office");
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        await sites.StartAsync("office");

        // Cut between the cloud's 250 and its record at the office, an attempt is made again, and the office's log
        // shows both. Nothing else may repeat it.
        var (octets, copies) = await sites.Data.WaitForCopiesAsync(Hosts.Bob, mail.Id);
        Assert.Equal(mail.Octets, octets[^mail.Octets.Length..]);
        var book = new SiteBook(Path.Combine(sites.Data.Path, "office", "spool"));
        await Patience.UntilAsync("the end at the office", async () =>
        {
            await book.ReadOnAsync();
            return book.IsDrained ? "end" : null;
        });
        Assert.InRange(copies, 1, 1 + book.CutAttemptsOf(mail.Id.Split('<', '@')[1], Hosts.Bob));
    }

    private static async Task SubmitAsync(string site, string user, string to, Mail mail)
    {
        var server = site == "cloud" ? Hosts.CloudSubmission : Hosts.OfficeSubmission;
        var sent = await Swaks.SubmitAsync(
            server, user, to, mail.Octets, "--auth-password", SeparateSites.Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
    }

    private async Task<Timeline?> TraceAsync(string messageId) =>
        (await sites.Data.TraceAsync("--message-id", messageId)).Select(one => new Timeline(one)).FirstOrDefault();

    // In the mailbox, unchanged, once, and nowhere on its way any more.
    private async Task<byte[]> AssertArrivesAsync(Mail mail, string mailbox)
    {
        var arrived = await sites.Data.WaitForAsync(mailbox, mail.Id);
        Assert.Equal(mail.Octets, arrived[^mail.Octets.Length..]);
        await Patience.UntilAsync($"the end of {mail.Id}", async () =>
            (await sites.Data.TraceAsync("--message-id", mail.Id)).Select(one => new Timeline(one))
            .All(one => one.Outcome is "delivered" or "relayed") ? "end" : null);
        Assert.Single(await sites.Data.ListAsync(mailbox, mail.Id));
        return arrived;
    }
}
