using System.Net;
using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.SigningIn;

/// <summary>
/// Guessing passwords locks out the network that guesses, and not the user. At a site with the settings that ship: in
/// the lab no penalty outlives a connection.
/// </summary>
[Collection(LabAddresses.Collection)]
public sealed class GuessingTests : IDisposable
{
    private const string Password = "correct-horse-battery";

    private static readonly IPAddress Guesser = IPAddress.Parse("127.0.0.101");
    private static readonly IPAddress Home = IPAddress.Parse("127.0.0.102");

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    [Fact]
    public async Task A_network_that_guesses_is_locked_out_shown_alerted_and_released()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var file = LabFile.Replaced(folder, "127.0.0.20:2525", "127.0.0.20:2525");
        var issued = await Command.CausewayAsync("identity", file, "--site", "cloud");
        Assert.True(issued.ExitCode == 0, issued.ToString());
        await using var site = await CausewayProcess.StartAsync("up", file, "--site", "cloud", "--data", Data);
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", Data], Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("535 5.7.8", await SignInAsync(Guesser, $"guess {i}"));
        }

        Assert.Equal("454 4.7.0", await SignInAsync(Guesser, Password));
        Assert.Equal("235 2.7.0", await SignInAsync(Home, Password));
        Assert.Equal("454 4.7.0", await SignInAsync(Guesser, Password));
        var list = await Command.CausewayAsync("sign-in", "list", "--data", Data);
        Assert.Contains("cloud  127.0.0.101  locked out until", list.Output, StringComparison.Ordinal);
        var status = await Patience.UntilAsync("the alert", async () =>
            (await Command.CausewayAsync("status", "--data", Data)).Output is var text
                && text.Contains("network-locked", StringComparison.Ordinal) ? text : null);
        Assert.Contains("127.0.0.101 failed to sign in 10 times", status, StringComparison.Ordinal);

        var released = await Command.CausewayAsync("sign-in", "release", "127.0.0.101", "--data", Data);
        Assert.True(released.ExitCode == 0, released.ToString());
        Assert.Equal("235 2.7.0", await SignInAsync(Guesser, Password));
        Assert.Equal(1, (await Command.CausewayAsync("sign-in", "release", "127.0.0.101", "--data", Data)).ExitCode);
        var audit = await Command.CausewayAsync("audit", "list", "--data", Data);
        Assert.Contains("sign-in.release", audit.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, site.Errors, StringComparison.Ordinal);
        Assert.Equal((0, ""), await site.StopAsync());
    }

    public void Dispose() => folder.Dispose();

    private static async Task<string> SignInAsync(IPAddress from, string password)
    {
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var talk = await SmtpTalk.GreetAsync(Hosts.CloudSubmission, from, certificate);
        var plain = Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Hosts.Ada}\0{password}"));
        return (await talk.SayAsync($"AUTH PLAIN {plain}")).Status;
    }
}
