using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Causeway.Authentication.Spf;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>The SPF cases of rspamd's functional tests, with their DNS.</summary>
public sealed partial class RspamdSpfTests
{
    private static readonly Dictionary<string, SpfResult> Symbols = new()
    {
        ["R_SPF_ALLOW"] = SpfResult.Pass,
        ["R_SPF_PLUSALL"] = SpfResult.Pass,
        ["R_SPF_FAIL"] = SpfResult.Fail,
        ["R_SPF_NA"] = SpfResult.None,
        ["R_SPF_DNSFAIL"] = SpfResult.TempError,
        ["R_SPF_PERMFAIL"] = SpfResult.PermError,
    };

    // What RFC 7208 says instead.
    private static readonly Dictionary<string, SpfResult> Exceptions = new()
    {
        // Section 5.2: an include of a domain without a record is permerror; rspamd passes over it.
        ["SPF FAIL UNRESOLVEABLE INCLUDE"] = SpfResult.PermError,

        // Section 4.6.4: ten terms may ask DNS; rspamd allows thirty.
        ["SPF ALLOW DNS REQUESTS AT LIMIT"] = SpfResult.PermError,
    };

    [Fact]
    public async Task Its_cases_come_out_as_it_says_or_as_the_RFC_says()
    {
        var zone = Zone(SharedVectors.Read("dmarc-rspamd", "configs", "merged-local.conf"));
        var cases = JsonSerializer.Deserialize<JsonElement[]>(
            SharedVectors.Read("dmarc-rspamd", "cases", "001_merged", "117_spf.json"))!;
        var judged = new HashSet<string>();
        foreach (var each in cases)
        {
            var name = each.GetProperty("name").GetString()!;
            foreach (var (scan, symbol) in Scans(each))
            {
                var verdict = await new SpfEvaluator(zone).CheckAsync(
                    IPAddress.Parse(scan.Groups["ip"].Value), scan.Groups["helo"].Value,
                    scan.Groups["from"].Value.Trim('<', '>'), TestContext.Current.CancellationToken);
                var wanted = Exceptions.TryGetValue(name, out var otherwise) ? otherwise : Symbols[symbol];
                Assert.True(wanted == verdict.Result, $"{name}: {verdict.Result}, not {wanted}: {verdict.Reason}");
                judged.Add(name);
            }
        }

        // The one that is left gets its address and sender from a Received field.
        Assert.Equal(
            ["SPF EXTERNAL RELAY"], cases.Select(each => each.GetProperty("name").GetString()!).Except(judged));
    }

    private static IEnumerable<(Match Scan, string Symbol)> Scans(JsonElement each)
    {
        Match? scan = null;
        foreach (var step in each.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!))
        {
            if (Scan().Match(step) is { Success: true } found)
            {
                scan = found;
            }
            else if (scan is not null && Expectation().Match(step) is { Success: true } expected)
            {
                yield return (scan, expected.Groups[1].Value);
            }
        }
    }

    private static FakeZone Zone(string configuration)
    {
        var zone = new FakeZone();
        foreach (Match record in Record().Matches(configuration))
        {
            var (name, type) = (record.Groups["name"].Value, record.Groups["type"].Value);
            var replies = Reply().Matches(record.Groups["replies"].Value).Select(reply => reply.Groups[1].Value);
            if (record.Groups["rcode"].Value == "timeout")
            {
                zone.Faults.Add($"{(type is "a" or "aaaa" ? "address" : type)} {name}");
            }
            else if (replies.ToArray() is { Length: > 0 } values)
            {
                (type switch { "txt" => zone.Txt, "mx" => zone.Mx, "ptr" => zone.Pointers, _ => zone.Addresses })
                    [type == "ptr" ? Reversed(name) : name] = values;
            }
        }

        return zone;
    }

    private static string Reversed(string name) => string.Join('.', name.Split('.')[..4].Reverse());

    [GeneratedRegex(@"^Scan File .*  IP=(?<ip>\S+)  From=(?<from>\S+)(  Helo=(?<helo>\S+))?", RegexOptions.None, 1000)]
    private static partial Regex Scan();

    [GeneratedRegex(@"^Expect Symbol  (R_SPF_\w+)", RegexOptions.None, 1000)]
    private static partial Regex Expectation();

    [GeneratedRegex(
        """name = "(?<name>[^"]+)"[;,]\s*type = "?(?<type>\w+)"?[;,]\s*"""
        + """(replies = (?<replies>\[[^\]]*\])|rcode = ['"](?<rcode>\w+))""",
        RegexOptions.None, 5000)]
    private static partial Regex Record();

    [GeneratedRegex("\"([^\"]*)\"", RegexOptions.None, 1000)]
    private static partial Regex Reply();
}
