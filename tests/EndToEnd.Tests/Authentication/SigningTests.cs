using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Authentication;

/// <summary>A cloud with two domains: each has a key of its own, and a new one takes over while it runs.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SigningTests : IDisposable
{
    private const string Carol = "carol@woodgrove.example";
    private const string AdaOfLitware = "ada@litware.example";

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Each_domain_has_its_key_and_a_key_in_an_emergency_signs_the_next_message()
    {
        await LabAddresses.WaitUntilFreeAsync();
        using var names = new Names();
        var file = WriteTopology();
        var old = await RotateAsync(file, names);
        await using var cloud = await CausewayProcess.StartAsync(
            "up", file, "--site", "cloud", "--data", Data, "--lab");
        var set = await Command.RunAsync(
            Repository.Launcher, ["recipient", "password", Hosts.Ada, "--data", Data], SeparateSites.Password + "\n");
        Assert.True(set.ExitCode == 0, set.ToString());
        await using var woodgrove = new Sink(Hosts.Woodgrove);

        var before = await SubmitAsync(woodgrove, Hosts.Ada);
        Assert.Equal([$"True contoso.example {old["contoso.example"]}"], await Python.SignaturesAsync(before));
        var litware = await SubmitAsync(woodgrove, AdaOfLitware);
        Assert.Equal([$"True litware.example {old["litware.example"]}"], await Python.SignaturesAsync(litware));

        var next = await RotateAsync(file, names, "--now");
        Assert.NotEqual(old["contoso.example"], next["contoso.example"]);
        await Patience.UntilAsync("the new keys in the log", () => Task.FromResult(
            next.All(key => cloud.Errors.Contains($"{key.Value}._domainkey.{key.Key}", StringComparison.Ordinal))
                ? "taken" : null));

        var after = await SubmitAsync(woodgrove, Hosts.Ada);
        Assert.Equal([$"True contoso.example {next["contoso.example"]}"], await Python.SignaturesAsync(after));
        Assert.Equal([$"True contoso.example {old["contoso.example"]}"], await Python.SignaturesAsync(before));
    }

    // Makes the next key of each domain, publishes all records that `dkim` asks for, and returns the selectors.
    private static async Task<Dictionary<string, string>> RotateAsync(
        string file, Names names, params string[] options)
    {
        var done = await Command.JsonAsync(["dkim", "rotate", file, "--site", "cloud", .. options]);
        foreach (var record in done.GetProperty("keys").EnumerateArray().Select(key => key.GetProperty("record")))
        {
            names.Publish(Timeline.Text(record, "name")!, Timeline.Text(record, "value")!);
        }

        return done.GetProperty("made").EnumerateArray().Select(path => path.GetString()!).ToDictionary(
            path => Path.GetFileName(Path.GetDirectoryName(path))!, path => Path.GetFileNameWithoutExtension(path));
    }

    private static async Task<byte[]> SubmitAsync(Sink woodgrove, string from)
    {
        var mail = Mail.New("to be signed").By(from);
        var sent = await Swaks.SubmitAsync(
            Hosts.CloudSubmission, Hosts.Ada, Carol, mail.Octets, "--from", from, "--auth-password",
            SeparateSites.Password);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());
        return (await woodgrove.NextAsync()).Octets;
    }

    private string WriteTopology()
    {
        const string Domain = "  contoso.example: { type: authoritative, verify: no }\n";
        var file = LabFile.Replaced(
            folder, Domain, Domain + Domain.Replace("contoso", "litware", StringComparison.Ordinal));
        folder.Write("recipients.csv", $"address,kind,site,proxies\n{Hosts.Ada},mailbox,cloud,{AdaOfLitware}\n");
        return file;
    }
}
