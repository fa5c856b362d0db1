using System.Diagnostics;
using System.Text.Json;
using Causeway.Authentication.Spf;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>
/// Debian's python3-spf beside us, on generated records and zones. Where it differs from RFC 7208, pyspf.py corrects
/// it, and says by which section.
/// </summary>
public sealed class PyspfTests
{
    private const int Cases = 4000;
    private const int LongestExplanation = 400;
    private const string NoExplanation = "SPF fail - not authorized";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public async Task It_differs_from_us_only_where_the_RFC_says_otherwise()
    {
        var generator = new SpfCases(seed: 7208);
        var cases = Enumerable.Range(0, Cases).Select(_ => generator.Next()).ToList();
        var theirs = await JudgeAsync(cases);
        Assert.Equal(Cases, theirs.Count);
        var results = new List<SpfResult>();
        var differences = new List<string>();
        for (var i = 0; i < Cases; i++)
        {
            var ours = await new SpfEvaluator(cases[i].ToFakeZone()) { FetchesExplanation = true }.CheckAsync(
                cases[i].Address(), cases[i].Helo, cases[i].Sender, TestContext.Current.CancellationToken);
            results.Add(ours.Result);
            if (Difference(ours, theirs[i].Corrected) is { } difference)
            {
                differences.Add($"{difference}: {JsonSerializer.Serialize(cases[i], Web)}");
            }
        }

        Assert.Empty(differences);
        Assert.All(Enum.GetValues<SpfResult>(), each =>
            Assert.True(results.Count(result => result == each) > Cases / 20, each.ToString()));

        // As it is, pyspf sides with us nearly as often.
        var agreements = results.Zip(theirs, (ours, each) => IsSame(ours, each.Stock.Result)).Count(isSame => isSame);
        Assert.True(agreements > Cases * 0.8);
    }

    private static string? Difference(SpfVerdict ours, Opinion theirs) =>
        !IsSame(ours.Result, theirs.Result)
            ? $"{ours.Result} ({ours.Reason}), not {theirs.Result} ({theirs.Problem})"
        : ours.Result == SpfResult.Fail
            && (ours.Explanation ?? NoExplanation) != string.Concat(theirs.Explanation.Take(LongestExplanation))
            ? $"'{ours.Explanation}', not '{theirs.Explanation}'"
        : null;

    private static bool IsSame(SpfResult ours, string theirs) =>
        ours.ToString().Equals(theirs, StringComparison.OrdinalIgnoreCase);

    private static async Task<List<Opinions>> JudgeAsync(List<SpfCase> cases)
    {
        var token = TestContext.Current.CancellationToken;
        await using var driver = typeof(PyspfTests).Assembly
            .GetManifestResourceStream("Causeway.Authentication.Tests.Spf.pyspf.py")!;
        using var reader = new StreamReader(driver);
        using var python = Process.Start(new ProcessStartInfo(
            "/usr/bin/python3", ["-c", await reader.ReadToEndAsync(token)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync(token);
        var error = python.StandardError.ReadToEndAsync(token);
        await JsonSerializer.SerializeAsync(python.StandardInput.BaseStream, cases, Web, token);
        python.StandardInput.Close();
        await python.WaitForExitAsync(token);
        Assert.True(python.ExitCode == 0, await error);
        return JsonSerializer.Deserialize<List<Opinions>>(await output, Web)!;
    }

    private sealed record Opinion(string Result, string Explanation, string Problem);

    private sealed record Opinions(Opinion Stock, Opinion Corrected);
}
