using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Tests.Dkim;
using Causeway.Core.Addresses;
using Causeway.Dns;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Dmarc;

/// <summary>The functional tests of rspamd for DMARC: whole messages, with the zone of its configuration.</summary>
public sealed partial class RspamdTests
{
    // What rspamd says by RFC 7489, and what RFC 9989 says instead.
    private static readonly Dictionary<string, (string Verdict, string Why)> Exceptions = new()
    {
        ["DMARC SUBDOMAIN PASS DKIM RELAXED ALIGNMENT"] = ("fail reject",
            "by a list of public suffixes mom.za.org is the organization; by the tree walk my.mom.za.org is, which "
            + "has the only record"),
        ["DMARC SUBDOMAIN PASS SPF RELAXED ALIGNMENT"] = ("fail reject", "the same"),
        ["DMARC PCT ZERO REJECT"] = ("fail reject", "there is no pct"),
        ["DMARC PCT ZERO SP QUARANTINE"] = ("fail quarantine", "there is no pct"),
    };

    // The suite does not say with what the message of this case is filled, and has no such file.
    private static readonly string[] WithoutMessage = ["DMARC NA NXDOMAIN"];

    private static readonly Dictionary<string, string> Verdicts = new()
    {
        ["DMARC_POLICY_ALLOW"] = "pass",
        ["DMARC_POLICY_SOFTFAIL"] = "fail none",
        ["DMARC_POLICY_QUARANTINE"] = "fail quarantine",
        ["DMARC_POLICY_REJECT"] = "fail reject",
        ["DMARC_NA"] = "none",
        ["DMARC_DNSFAIL"] = "temperror",
    };

    [Fact]
    public async Task Every_case_comes_out_as_it_says_or_as_RFC_9989_does()
    {
        var folder = Some.Vectors("..", "dmarc-rspamd");
        Assert.SkipWhen(folder is null, "The vectors are not beside the repository.");
        var zone = Zone(await File.ReadAllTextAsync(
            Path.Combine(folder, "configs", "merged-local.conf"), TestContext.Current.CancellationToken));
        var cases = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllBytesAsync(
            Path.Combine(folder, "cases", "001_merged", "115_dmarc.json"), TestContext.Current.CancellationToken));
        var wrong = new List<string>();
        var judged = 0;
        foreach (var item in cases.EnumerateArray())
        {
            var name = item.GetProperty("name").GetString()!;
            if (item.GetProperty("file").GetString() is not { } file || WithoutMessage.Contains(name))
            {
                continue;
            }

            judged++;
            var expected = Exceptions.TryGetValue(name, out var exception) ? exception.Verdict
                : Verdicts[item.GetProperty("expect")[0].GetString()!];
            var found = await JudgeAsync(zone, Path.Combine(folder, "messages", file), item);
            if (found != expected)
            {
                wrong.Add($"{name}: {found} instead of {expected}");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(17, judged);
    }

    private static async Task<string> JudgeAsync(FakeZone zone, string file, JsonElement item)
    {
        var message = Encoding.Latin1.GetBytes(
            (await File.ReadAllTextAsync(file, Encoding.Latin1, TestContext.Current.CancellationToken))
            .ReplaceLineEndings("\r\n"));
        var client = item.GetProperty("ip").GetString() is { } ip ? IPAddress.Parse(ip) : IPAddress.Loopback;
        var from = ReversePath.TryParse(item.GetProperty("mailfrom").GetString() ?? "", out var path)
            ? path : ReversePath.Null;
        var (header, body) = Some.Split(message);
        await using var run = new MessageAuthenticator(zone, new FakeTimeProvider(Some.Now))
            .Begin(client, "client.example", from, header);
        run.Body.Write(body.Span);
        var verdict = (await run.CompleteAsync(TestContext.Current.CancellationToken)).Dmarc;
        var policy = verdict.Result == DmarcResult.Fail ? $" {verdict.Policy}" : "";
        return $"{verdict.Result}{policy}".ToLowerInvariant();
    }

    private static FakeZone Zone(string configuration)
    {
        var zone = new FakeZone();
        foreach (Match record in Record().Matches(configuration))
        {
            var name = record.Groups["name"].Value;
            var type = record.Groups["type"].Value;
            if (record.Groups["code"].Value is "timeout" or "servfail")
            {
                zone.Faults.Add(type == "txt" ? $"txt {name}" : name);
                continue;
            }

            var known = type switch { "txt" => zone.Txt, "mx" => zone.Mx, "a" or "aaaa" => zone.Addresses, _ => null };
            if (known is null || record.Groups["code"].Value == "nxdomain")
            {
                continue;
            }

            known[name] = [.. known.GetValueOrDefault(name) ?? [], .. Text().Matches(record.Groups["replies"].Value)
                .Select(match => match.Groups[1].Value)];
        }

        return zone;
    }

    [GeneratedRegex("""
        \{ [^{}]*? name\s*=\s*"(?<name>[^"]+)" [^{}]*? type\s*=\s*"?(?<type>\w+)"? [^{}]*?
        ( replies\s*=\s*\[ (?<replies>("[^"]*"|[^\]"])*) \] | rcode\s*=\s*['"](?<code>\w+)['"] )
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Record();

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Text();
}
