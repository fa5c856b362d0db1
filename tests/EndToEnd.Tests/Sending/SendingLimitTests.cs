using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Sending;

/// <summary>A user over a limit, as the user, the administrator and the alert's targets see it.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SendingLimitTests
{
    private const string Limit = "550 5.1.90 You have reached the limit";

    [Fact]
    public async Task Over_the_limit_a_user_is_refused_also_after_a_restart_until_released()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var sites = new AlertedSites();
        sites.Configure("cloud", change: text => text + "\nsending: { recipients-per-day: 3 }\n");
        await sites.StartAsync("cloud");
        await sites.SetPasswordAsync(Hosts.Ada);

        Assert.Equal(Swaks.Done, (await SendAsync(Hosts.Charles, "postmaster@contoso.example")).ExitCode);
        var tooMany = await SendAsync(Hosts.Charles, "postmaster@contoso.example");
        Assert.Contains(Limit, tooMany.Output, StringComparison.Ordinal);
        Assert.Contains("250 2.0.0", tooMany.Output, StringComparison.Ordinal);
        var refused = await SendAsync(Hosts.Charles);
        Assert.Equal(Swaks.MailRefused, refused.ExitCode);
        Assert.Contains(Limit, refused.Output, StringComparison.Ordinal);

        var status = await sites.ShownAsync("sending-limit");
        Assert.Contains($"{Hosts.Ada} was refused 2 times", status, StringComparison.Ordinal);
        await sites.StopAsync("cloud");
        await sites.StartAsync("cloud");
        Assert.Equal(Swaks.MailRefused, (await SendAsync(Hosts.Charles)).ExitCode);

        var row = Assert.Single((await Command.JsonAsync("sending", "list", "--data", sites.Data)).EnumerateArray());
        Assert.Equal(
            (Hosts.Ada, 3, 3, 3),
            (row.GetProperty("sender").GetString(), row.GetProperty("recipientsInDay").GetInt32(),
                row.GetProperty("recipientsPerDay").GetInt32(), row.GetProperty("overCount").GetInt32()));
        var released = await Command.CausewayAsync("sending", "release", Hosts.Ada, "--data", sites.Data);
        Assert.True(released.ExitCode == 0, released.ToString());
        Assert.Equal(
            1, (await Command.CausewayAsync("sending", "release", Hosts.Grace, "--data", sites.Data)).ExitCode);
        Assert.Equal(Swaks.Done, (await SendAsync(Hosts.Charles)).ExitCode);
        await sites.AssertToldOnceAsync("sending-limit", Hosts.Ada);
        var audited = await Command.CausewayAsync("audit", "list", "--data", sites.Data);
        Assert.Contains("sending.released", audited.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_messages_than_a_minute_allows_are_deferred()
    {
        await LabAddresses.WaitUntilFreeAsync();
        await using var sites = new AlertedSites();
        sites.Configure("cloud", change: text => text + "\nsending: { messages-per-minute: 1 }\n");
        await sites.StartAsync("cloud");
        await sites.SetPasswordAsync(Hosts.Ada);

        Assert.Equal(Swaks.Done, (await SendAsync(Hosts.Charles)).ExitCode);
        Assert.Contains("450 4.7.1 You have", (await SendAsync(Hosts.Charles)).Output, StringComparison.Ordinal);
    }

    private static Task<CommandResult> SendAsync(params string[] to) => Swaks.SubmitAsync(
        Hosts.CloudSubmission, Hosts.Ada, string.Join(',', to), Mail.New("counted").By(Hosts.Ada).Octets,
        "--auth-password", AlertedSites.Password);
}
