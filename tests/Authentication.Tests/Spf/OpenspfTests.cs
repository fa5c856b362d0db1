using Causeway.Authentication.Spf;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>The suite of openspf.org for RFC 7208, whole.</summary>
public sealed class OpenspfTests
{
    [Fact]
    public async Task Every_case_of_the_suite_comes_out_as_it_says()
    {
        var cases = OpenspfCase.Read(SharedVectors.Read("spf-openspf", "rfc7208-tests.yml"));
        Assert.Equal(203, cases.Count);
        var faults = new List<string>();
        foreach (var each in cases)
        {
            var verdict = await new SpfEvaluator(each.Zone) { FetchesExplanation = true }
                .CheckAsync(each.Host, each.Helo, each.MailFrom, TestContext.Current.CancellationToken);
            var result = verdict.Result.ToString().ToLowerInvariant();
            if (!each.Results.Contains(result))
            {
                faults.Add($"{each.Name}: {result} instead of {string.Join(" or ", each.Results)}: {verdict.Reason}");
            }
            else if (each.Explanation is { } explanation
                && (verdict.Explanation ?? OpenspfCase.NoExplanation) != explanation)
            {
                faults.Add($"{each.Name}: '{verdict.Explanation}' instead of '{explanation}'");
            }
        }

        Assert.Empty(faults);
    }
}
