using Causeway.Authentication;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Results;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Transport.Receiving;

/// <summary>
/// All findings about a sender in one: <c>compauth=fail reason=001</c>, the form and the numbers in which Exchange
/// Online says it, so that whatever reads those (filters, rules of mailboxes, people) reads ours.
/// </summary>
internal static class CompositeAuthentication
{
    /// <summary>What this site says of a message that it judged, the composite as the last word.</summary>
    public static AuthenticationResults ResultsOf(Incoming message, AuthenticationVerdict verdict)
    {
        var found = verdict.ToResults(message.Here.Host);
        return found with
        {
            Methods = found.Methods.Add(Of(message.Snapshot.Organization, message.From, verdict)),
        };
    }

    private static MethodResult Of(Organization organization, ReversePath from, AuthenticationVerdict verdict)
    {
        var (result, reason) =
            EdgePolicy.IsVouchedFor(organization.Authentication, verdict) ? ("pass", "130")
            : EdgePolicy.OwnDomain(organization, from, verdict) is { } own ? OfOurs(own.Reason, verdict.Dmarc)
            : OfOthers(verdict);
        return new MethodResult("compauth", result) { Reason = reason };
    }

    private static (string Result, string Reason) OfOurs(Reason refusal, DmarcVerdict dmarc) =>
        refusal == Reason.SenderNotJudged ? ("none", "300")
        : IsAskedFor(dmarc) ? ("fail", "010")
        : ("fail", "601");

    private static (string Result, string Reason) OfOthers(AuthenticationVerdict verdict) => verdict.Dmarc.Result switch
    {
        DmarcResult.Pass => ("pass", "100"),
        DmarcResult.TempError => ("none", "300"),
        DmarcResult.Fail when IsAskedFor(verdict.Dmarc) => ("fail", "000"),
        DmarcResult.None when Says(verdict, SpfResult.Pass, DkimResult.Pass) => ("pass", "109"),
        DmarcResult.None when Says(verdict, SpfResult.TempError, DkimResult.TempError) => ("none", "300"),
        _ => ("fail", "001"),
    };

    private static bool IsAskedFor(DmarcVerdict dmarc) =>
        dmarc is { Result: DmarcResult.Fail, Policy: DmarcPolicy.Quarantine or DmarcPolicy.Reject };

    // Where no policy says which domains belong together, each is its own (RFC 9989 section 4.10.1).
    private static bool Says(AuthenticationVerdict verdict, SpfResult spf, DkimResult dkim) =>
        verdict.Author.Value is { } author
        && ((verdict.Spf.Result == spf && verdict.Spf.Domain == author)
            || verdict.Dkim.Any(signature =>
                signature.Result == dkim && !signature.IsBodyPartial && signature.Domain == author));
}
