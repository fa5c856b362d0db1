namespace Causeway.Authentication.Tests.Arc;

/// <summary>The validation suite of ValiMail, which is older than RFC 8617.</summary>
public sealed class ArcSuiteTests
{
    // Where the RFC says otherwise than the suite. An ARC-Message-Signature has the syntax and the meaning of a
    // DKIM-Signature (RFC 8617 section 4.1.2), whose tags are those of RFC 6376.
    private static readonly Dictionary<string, string> ByRfc = new()
    {
        // Section 3.5: h= must not be empty; section 5.4: From must be signed.
        ["ams_fields_h_empty"] = "fail",

        // Section 3.5: c= is simple/simple where it is left out, and the message was signed as relaxed/relaxed.
        ["ams_fields_c_na"] = "fail",
    };

    public static bool IsByRfc(string name) => ByRfc.ContainsKey(name);

    [Fact]
    public async Task All_of_the_suite_comes_out_as_it_says_or_as_the_RFC_does()
    {
        var vectors = ArcSuite.Load();
        Assert.SkipWhen(vectors is null, "The folder shared/data/arc-validation is not beside the repository.");

        // 171 names, of which four stand for two tests each.
        Assert.Equal(175, vectors.Count);
        var wrong = new List<string>();
        foreach (var vector in vectors)
        {
            var verdict = await Samples.VerifyAsync(vector.Message, vector.Keys);
            var wanted = ByRfc.GetValueOrDefault(vector.Name, vector.Status);
            if (!wanted.Equals(verdict.Result.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{vector.Name}: {verdict.Result} ({verdict.Reason}), not {wanted}");
            }
        }

        Assert.Empty(wrong);
    }
}
