using Causeway.Authentication;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Spf;
using Causeway.Core.Replies;
using Causeway.Mail;
using Causeway.Queue.Facts;

namespace Causeway.Transport.Receiving;

/// <summary>
/// Where the Internet's mail is judged: says in the message, for readers and for our later sites, what was found out
/// about its sender, and refuses what must not pass.
/// </summary>
public sealed class AuthenticateStep : IStep
{
    public string Name => "Authenticate";

    public Incoming Take(Incoming message)
    {
        var stamped = WithSource(message);
        return message.Verdict is { } verdict ? Judge(stamped, verdict)
            : message.IsFromForeignFilter ? WithJudged(stamped, Unjudged(message))
            : stamped;
    }

    // For our later sites.
    private static Incoming WithJudged(Incoming message, Judged judged) =>
        message with { Judged = judged, Fields = [.. message.Fields, .. VerdictHeader.Write(judged)] };

    // It came from the outside all the same: nobody signs it as ours, and forwarded it leaves as what nobody proved.
    private static Judged Unjudged(Incoming message) => new(
        message.Arrival.Peer.Address.ToString(), message.Arrival.Helo, message.Here.Name.Value, "none");

    // What another product in our place would write, for whatever reads that behind us.
    private static Incoming WithSource(Incoming message)
    {
        if (message.Source is not { IsBehindFilter: true, Found: { IsFound: true } found } source)
        {
            return message;
        }

        var header = new SourceHeader(found.Address, found.Helo);
        ReadOnlySpan<byte> counts = source.Counts ? header.Write(SourceHeader.ExternalOriginal) : [];
        return message with { Fields = [.. message.Fields, .. header.Write(SourceHeader.SkipListed), .. counts] };
    }

    private static Incoming Judge(Incoming message, AuthenticationVerdict verdict)
    {
        var results = CompositeAuthentication.ResultsOf(message, verdict);
        var judged = new Judged(
            verdict.Source.ToString(), verdict.Helo, message.Here.Name.Value, results.MethodsText)
        {
            HasPassed = verdict.Spf is { Result: SpfResult.Pass, IsOfHelo: false }
                || verdict.Dkim.Any(signature => signature is { Result: DkimResult.Pass, IsBodyPartial: false }),
        };
        var told = WithJudged(message, judged);
        var taken = told with { Fields = [.. told.Fields, .. results.Write()] };
        return EdgePolicy.Refusal(message.Snapshot.Organization, message.From, verdict) is var (reason, why)
            ? taken with { Refusal = ReplyTable.For(reason), Why = $"{why} From {verdict.Source}: {judged.Results}" }
            : taken;
    }
}
