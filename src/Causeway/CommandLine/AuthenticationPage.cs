using Causeway.Authentication;
using Causeway.Authentication.Spf;

namespace Causeway.CommandLine;

/// <summary>What <c>authenticate</c> shows people: a line for each finding.</summary>
internal static class AuthenticationPage
{
    public static void Print(AuthenticationVerdict verdict)
    {
        var found = AuthenticationJson.Of(verdict);
        Line("iprev", found.Iprev.Result, found.Iprev.Name);
        Line("spf", found.Spf.Result, found.Spf.Domain, found.Spf.Mechanism is { } term ? $"by {term}" : null,
            verdict.Spf.Result == SpfResult.Pass ? null : verdict.Spf.Reason);
        foreach (var signature in found.Dkim)
        {
            Line("dkim", signature.Result, signature.Domain,
                signature.Selector is { } selector ? $"selector {selector}" : null, signature.Reason);
        }

        if (found.Dkim.Count == 0)
        {
            Line("dkim", "none", "the message is not signed");
        }

        Line("dmarc", found.Dmarc.Result, found.Dmarc.Domain,
            found.Dmarc.Policy is { } policy ? $"policy {policy}" : null, found.Dmarc.Reason);
        Line(
            "arc", found.Arc.Result,
            [.. found.Arc.Chain.Select(hop => $"{hop.Instance}: {hop.Domain} ({hop.Cv})"), verdict.Arc.Reason]);
    }

    // Strangers chose most of it: nothing of it may move a terminal's cursor.
    private static void Line(string method, string result, params ReadOnlySpan<string?> details)
    {
        var line = new List<string>();
        foreach (var detail in details)
        {
            if (!string.IsNullOrEmpty(detail))
            {
                line.Add(string.Concat(detail.Select(c => char.IsControl(c) ? '?' : c)));
            }
        }

        Console.WriteLine($"{method,-6} {result,-9} {string.Join("; ", line)}".TrimEnd());
    }
}
