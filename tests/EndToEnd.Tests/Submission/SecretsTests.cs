using System.Text;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Submission;

/// <summary>Neither a password nor what is kept of it appears anywhere but where it is kept.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SecretsTests
{
    private const string Password = "Xylophone-under-the-stairs";
    private const string Wrong = "Xylophone-on-the-stairs";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_log_trace_audit_entry_or_answer_has_a_password_or_its_keys()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var folder = new TemporaryFolder();
        await using var lab = await CausewayProcess.StartAsync("lab", "--serve", "--data", folder.Path);
        var said = new StringBuilder();
        await SayAsync(Password + "\n", "recipient", "password", Hosts.Ada);
        var app = await Command.RunAsync(
            Repository.Launcher, ["recipient", "app-password", "add", Hosts.Ada, "phone", "--data", folder.Path]);
        Assert.True(app.ExitCode == 0, app.ToString());
        await SignInAsync(app.Output.Trim());

        await SayAsync(null, "recipient", "app-password", "list", Hosts.Ada, "--json");
        await SayAsync(null, "recipient", "list", "--json");
        await SayAsync(null, "recipient", "export", "--organization", "contoso");
        await SayAsync(null, "audit", "list", "--json");
        await SayAsync(null, "trace", "--from", Hosts.Ada, "--json");
        await SayAsync(null, "trace", "--status", "refused", "--json");
        await SayAsync(null, "queue", "list", "--json");
        await SayAsync(null, "status", "--json");
        await SayAsync(null, "sign-in", "list", "--json");
        Assert.Contains("password set", said.ToString(), StringComparison.Ordinal);
        await lab.StopAsync();
        said.Append(lab.Errors);

        var kept = Keys(folder.Path);
        Assert.True(kept.Count >= 4, "No keys were found where they are kept.");
        List<string> secrets = [.. Forms(Password), .. Forms(Wrong), .. Forms(app.Output.Trim())];
        Assert.All(
            secrets.Concat(kept), secret => Assert.DoesNotContain(secret, said.ToString(), StringComparison.Ordinal));
        foreach (var path in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path, Token));
            var forbidden = IsKeeper(path) ? secrets : secrets.Concat(kept);
            Assert.All(forbidden, secret =>
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{path} has {secret}"));
        }

        async Task SayAsync(string? input, params string[] arguments)
        {
            var result = await Command.RunAsync(
                Repository.Launcher, [.. arguments, "--data", folder.Path], input);
            Assert.True(result.ExitCode is 0 or 1, result.ToString());
            said.Append(result);
        }
    }

    // Every way to sign in, well and badly; and a client that goes on after its sign-in was refused.
    private static async Task SignInAsync(string app)
    {
        foreach (var mechanism in (string[])["PLAIN", "LOGIN"])
        {
            foreach (var password in (string[])[Password, app])
            {
                var signedIn = await Swaks.SubmitAsync(
                    Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, Mail.New("signed in").Octets,
                    "--auth", mechanism, "--auth-password", password, "--quit-after", "AUTH");
                Assert.True(signedIn.ExitCode == Swaks.Done, signedIn.ToString());
            }

            var refused = await Swaks.SubmitAsync(
                Hosts.OfficeSubmission, Hosts.Ada, Hosts.Bob, Mail.New("no").Octets,
                "--auth", mechanism, "--auth-password", Wrong);
            Assert.Equal(Swaks.AuthenticationFailed, refused.ExitCode);
        }

        await using var clear = await SmtpTalk.GreetAsync(Hosts.CloudSubmission);
        Assert.Equal("538 5.7.11", (await clear.SayAsync("AUTH LOGIN")).Status);
        await clear.SayAsync(Base64(Hosts.Ada));
        await clear.SayAsync(Base64(Password));
        await clear.SayAsync(Password);
        await clear.SayAsync($"AUTH PLAIN {Base64($"\0{Hosts.Ada}\0{Password}")}");

        using var certificate = Identity.Forge("client", "client.contoso.example");
        await using var secure = await SmtpTalk.GreetAsync(Hosts.OfficeSubmission, certificate: certificate);
        await secure.SayAsync($"AUTH CRAM-MD5 {Base64(Password)}");
        await secure.SayAsync($"AUTH PLAIN {Base64($"{Hosts.Ada}\0{Password}")}");
        await secure.SayAsync($"AUTH SCRAM-SHA-256 {Base64($"n,,n={Hosts.Ada},r={Password}")}");
        await secure.SayAsync("*");
    }

    // Those of the directory and of the sites' files: StoredKey and ServerKey.
    private static List<string> Keys(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsKeeper)
            .SelectMany(path => File.ReadAllText(path).Replace("\\u002B", "+", StringComparison.Ordinal)
                .Split("SCRAM-SHA-256$").Skip(1))
            .SelectMany(keys => keys.Split('$', 2)[1].Split(':').Take(2))
            .Select(key => key[..43]).Distinct(),
    ];

    private static bool IsKeeper(string path) =>
        Path.GetFileName(path) == "credentials" || path.Contains("/directory/", StringComparison.Ordinal);

    // As it is, in other letters, and as it travels at each of the three places where base64 may begin.
    private static IEnumerable<string> Forms(string password)
    {
        yield return password;
        yield return Convert.ToHexStringLower(Encoding.UTF8.GetBytes(password));
        for (var before = 0; before < 3; before++)
        {
            var text = Base64(new string('\0', before) + password);
            yield return text[(before == 0 ? 0 : 4)..^4];
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
