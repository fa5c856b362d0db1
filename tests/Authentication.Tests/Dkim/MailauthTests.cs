using System.Text;
using System.Text.Json;
using Causeway.Authentication.Dkim;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>The signed message of mailauth that has its keys beside it (RFC 8463 appendix A).</summary>
public sealed class MailauthTests
{
    [Fact]
    public async Task Both_signatures_pass()
    {
        var folder = Some.Vectors("mailauth", "test", "dkim", "ec", "fixtures");
        Assert.SkipWhen(folder is null, "The folder shared/data/dkim-dev is not beside the repository.");
        using var zoneFile = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "dns.json")));
        var zone = new FakeZone();
        foreach (var entry in zoneFile.RootElement.EnumerateObject())
        {
            zone.Txt[entry.Name] = [.. entry.Value.GetProperty("TXT").EnumerateArray().Select(
                record => string.Concat(record.EnumerateArray().Select(text => text.GetString())))];
        }

        var message = File.ReadAllText(Path.Combine(folder, "signed.eml"), Encoding.Latin1);

        Assert.All(await Some.VerifyAsync(Some.Octets(message), zone),
            verdict => Assert.Equal((DkimResult.Pass, null), (verdict.Result, verdict.Reason)));
    }
}
