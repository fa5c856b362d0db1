using System.Text;
using System.Text.Json;
using Causeway.Authentication.Dkim;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Dkim;

/// <summary>The cases of chasquid: a message, a zone, and what is found in each signature.</summary>
public sealed class ChasquidTests
{
    private static readonly string? Folder = Some.Vectors("chasquid");

    public static TheoryData<string> Names => Folder is null ? [""]
        : [.. Directory.GetFiles(Folder, "*.*").Select(path => Path.GetFileName(path))
            .Where(name => char.IsAsciiDigit(name[0])).Select(name => name[..name.LastIndexOf('.')])
            .Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_signature_comes_out_as_there(string name)
    {
        Assert.SkipWhen(Folder is null, "The folder shared/data/dkim-dev is not beside the repository.");

        var verdicts = await Some.VerifyAsync(Some.Octets(Read(name, ".msg")), Zone(name));

        if (name == "03-bad_message")
        {
            // It is no message: there it is an error, here a header without fields.
            Assert.Equal(DkimResult.None, Assert.Single(verdicts).Result);
            return;
        }

        using var expected = JsonDocument.Parse(Read(name, ".result"));
        var results = expected.RootElement.GetProperty("Results").EnumerateArray().ToArray();
        if (name == "02-too_many_headers")
        {
            // There five signatures are judged, here eight: RFC 6376 section 6.1 leaves it to the verifier.
            Assert.Equal(7, verdicts.Length);
            Assert.All(verdicts, verdict => Assert.Equal(DkimResult.Pass, verdict.Result));
            return;
        }

        Assert.Equal(results.Length, verdicts.Length);
        Assert.All(results.Zip(verdicts), pair => AssertEqual(pair.First, pair.Second));
    }

    private static void AssertEqual(JsonElement expected, DkimVerdict verdict)
    {
        switch (expected.GetProperty("State").GetString())
        {
            case "SUCCESS":
                Assert.Equal(DkimResult.Pass, verdict.Result);
                break;
            case "TEMPFAIL":
                Assert.Equal(DkimResult.TempError, verdict.Result);
                break;
            default:
                Assert.True(verdict.Result is DkimResult.PermError or DkimResult.Fail or DkimResult.Neutral);
                break;
        }

        var domain = expected.GetProperty("Domain").GetString()!;
        if (domain.Length > 0)
        {
            Assert.Equal(domain, verdict.Domain);
            Assert.Equal(expected.GetProperty("Selector").GetString(), verdict.Selector);
            Assert.StartsWith(verdict.SignatureStart!, expected.GetProperty("B").GetString(), StringComparison.Ordinal);
        }
    }

    private static FakeZone Zone(string name)
    {
        var zone = new FakeZone();
        foreach (var entry in Read(name, ".dns").Replace("\\\n", "", StringComparison.Ordinal)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var (key, value) = (entry[..colon], entry[(colon + 1)..].Trim());
            if (value == "TEMPERROR")
            {
                zone.Faults.Add(key);
            }
            else if (value != "PERMERROR")
            {
                zone.Txt[key] = [.. zone.Txt.GetValueOrDefault(key) ?? [], value];
            }
        }

        return zone;
    }

    // Where a case lacks a file, it is a link there: to that of the first case, or to the zone with the key of 09.
    private static string Read(string name, string ending)
    {
        var path = Path.Combine(Folder!, name + ending);
        var other = name == "09-limited_body" ? "08-our_signature" : "01-rfc8463";
        return File.ReadAllText(File.Exists(path) ? path : Path.Combine(Folder!, other + ending), Encoding.Latin1);
    }
}
