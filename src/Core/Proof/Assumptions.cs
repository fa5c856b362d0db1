using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// A property that holds only because a foreign platform does its part is assumed, not proved: says what must be set
/// there and how to see it.
/// </summary>
internal static class Assumptions
{
    public static PropertyResult Apply(PropertyResult result, Evidence evidence)
    {
        var foreign = evidence.Sites.Where(site => site.Platform != Platform.Causeway).ToList();
        if (result.Verdict != Verdict.Pass || foreign.Count == 0 || Needs(result.Id) is not { } needs)
        {
            return result;
        }

        var where = string.Join(", ", foreign.Select(site => $"{site.Name} ({Words(site.Platform)})"));
        return result with { Verdict = Verdict.Assumed, Summary = $"{result.Summary}; assumes of {where}: {needs}" };
    }

    private static string? Needs(string property) => property switch
    {
        "P1" or "P7" => "the inbound connector refuses Internet mail that does not come by it; "
            + "probe: connect from outside and expect a refusal at RCPT TO",
        "P2" or "P4" or "P5" => "connectors and accepted domains follow the arrows of the file; "
            + "probe: send one message each way and read its trace",
        "P3" => "the send connector hands everything to the next site; probe: look for port 25 leaving the address",
        "P6" => "only the listed connectors may relay; probe: try to relay from outside",
        "P8" => "unknown recipients are refused in session; probe: RCPT TO an address that nobody has",
        "P10" => "the relay connector is bound to a certificate, so that null reverse-paths leave; "
            + "probe: send a bounce",
        "P11" => "the queue keeps mail as long as `waits` says; probe: read the queue's expiry",
        "P12" => "both sides demand TLS and check the other's certificate name; probe: read the negotiated TLS",
        _ => null,
    };

    private static string Words(Platform platform) => platform switch
    {
        Platform.ExchangeOnline => "exchange-online",
        Platform.ExchangeServer => "exchange-server",
        Platform.Postfix => "postfix",
        _ => "other",
    };
}
