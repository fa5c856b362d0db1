using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Processes;

/// <summary>A running site takes the keys that are made beside its file, and says so.</summary>
[Collection(LabAddresses.Collection)]
public sealed class SigningKeysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task New_keys_are_taken_while_the_site_runs_and_what_is_no_key_changes_nothing()
    {
        await LabAddresses.WaitUntilFreeAsync();
        var file = LabFile.Replaced(folder, "outage: 1d\n", "outage: 2d\n");
        var first = await RotateAsync(file);
        await using var cloud = await CausewayProcess.StartAsync(
            "up", file, "--site", "cloud", "--data", folder.File("data"), "--lab");
        Assert.False(Directory.Exists(folder.File("data/cloud/dkim")));

        var second = await RotateAsync(file);
        await SaidAsync(cloud, $"{Path.GetFileNameWithoutExtension(second)}._domainkey.contoso.example from");

        await File.WriteAllTextAsync(first + ".new", "no key", TestContext.Current.CancellationToken);
        File.Move(first + ".new", first, overwrite: true);
        await SaidAsync(cloud, $"{first} is no DKIM key");
    }

    private static async Task<string> RotateAsync(string file)
    {
        var done = await Command.JsonAsync("dkim", "rotate", file, "--site", "cloud");
        return Assert.Single(done.GetProperty("made").EnumerateArray()).GetString()!;
    }

    private static Task SaidAsync(CausewayProcess site, string text) => Patience.UntilAsync(text, () =>
        Task.FromResult(site.Errors.Contains(text, StringComparison.Ordinal) ? text : null));
}
