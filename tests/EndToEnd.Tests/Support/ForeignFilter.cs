using System.Text.RegularExpressions;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// The smallest installation behind somebody else's filter: Postfix, set up by what <c>render</c> wrote and nothing
/// else, in front of a cloud by <c>up</c>.
/// </summary>
public sealed class ForeignFilter : IAsyncLifetime
{
    private const string Topology = """
        organization: contoso
        domains:
          contoso.example: { type: authoritative, verify: no }
        sites:
          filter:
            kind: filter
            host: mx.filter.example
            mx: [mx.filter.example]
            addresses: [127.0.0.10]
            listen: [127.0.0.10:2525]
            platform: postfix
          cloud:
            kind: cloud
            host: contoso-example.mail.cloud.example
            addresses: [127.0.0.20]
            listen: [127.0.0.20:2525]
            submission: [127.0.0.20:2587]
            submissions: [127.0.0.20:2465]
        mail-flow:
          inbound: internet -> filter -> cloud
          outbound: cloud -> internet
        recipients: recipients.csv

        """;

    private readonly TemporaryFolder folder = new();
    private CausewayProcess? cloud;

    internal Names Names { get; private set; } = null!;

    internal PostfixInstance Postfix { get; private set; } = null!;

    internal DataFolder Data => new(folder.File("data"));

    public async ValueTask InitializeAsync()
    {
        await LabAddresses.WaitUntilFreeAsync();
        Names = new Names();
        var file = folder.Write("causeway.yaml", Topology);
        folder.Write("recipients.csv", $"address,kind,site\n{Hosts.Ada},mailbox,cloud\n");
        await YesAsync("identity", file);
        await YesAsync("render", file, "--site", "filter", "--out", folder.File("rendered"));
        var rendered = Directory.GetFiles(folder.File("rendered"))
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        var settings = rendered["main.cf"];
        rendered.Remove("main.cf");
        rendered["identity.pem"] = await File.ReadAllTextAsync(
            folder.File("identities/filter.key"), TestContext.Current.CancellationToken);
        Postfix = await PostfixInstance.CreateAsync(Hosts.Filter, settings, rendered);

        // As the head of main.cf tells an administrator to do.
        await Postfix.IndexAsync(
            Regex.Match(settings, "^# +postmap (.*)$", RegexOptions.Multiline, Patience.Longest)
                .Groups[1].Value.Split(' '));
        await Postfix.StartAsync();
        cloud = await CausewayProcess.StartAsync("up", file, "--site", "cloud", "--data", Data.Path, "--lab");
    }

    public async ValueTask DisposeAsync()
    {
        if (cloud is not null)
        {
            await cloud.DisposeAsync();
        }

        if (Postfix is not null)
        {
            await Postfix.DisposeAsync();
        }

        Names?.Dispose();
        folder.Dispose();
    }

    private static async Task YesAsync(params string[] arguments)
    {
        var result = await Command.CausewayAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
    }
}
