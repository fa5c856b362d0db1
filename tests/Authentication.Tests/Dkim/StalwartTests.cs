using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>Signed mail with its keys, as the suite of mail-auth (Stalwart) has it: all of it passes.</summary>
public sealed class StalwartTests
{
    public static TheoryData<string> Names => Some.Vectors("stalwart", "dkim") is { } folder
        ? [.. Directory.GetFiles(folder, "*.txt").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [""];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_signature_passes(string name)
    {
        var folder = Some.Vectors("stalwart", "dkim");
        Assert.SkipWhen(folder is null, "The folder shared/data/dkim-dev is not beside the repository.");
        var text = Encoding.Latin1.GetString(
            await File.ReadAllBytesAsync(Path.Combine(folder, name), TestContext.Current.CancellationToken))
            .ReplaceLineEndings("\n");
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var zone = new FakeZone();
        foreach (var line in text[..end].Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            zone.Txt[line[..space]] = [line[(space + 1)..]];
        }

        // 005 expired a day after it was signed.
        var at = name == "005.txt" ? DateTimeOffset.FromUnixTimeSeconds(1667843700) : Some.Now;

        Assert.All(await Some.VerifyAsync(Some.Octets(text[(end + 2)..]), zone, at),
            verdict => Assert.Equal((DkimResult.Pass, null), (verdict.Result, verdict.Reason)));
    }
}
