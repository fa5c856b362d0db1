using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Iprev;
using Causeway.Authentication.Results;
using Causeway.Authentication.Spf;

namespace Causeway.Authentication;

/// <summary>Everything that was found out about one message.</summary>
public sealed record AuthenticationVerdict
{
    /// <summary>The client that brought the message.</summary>
    public required IPAddress Source { get; init; }

    /// <summary>What the client called itself.</summary>
    public required string Helo { get; init; }

    /// <summary>The domain of From, and where there is none why, and which could be meant.</summary>
    public required AuthorDomain Author { get; init; }

    public required IprevVerdict Iprev { get; init; }

    public required SpfVerdict Spf { get; init; }

    /// <summary>In the order of the fields; one of <see cref="DkimResult.None"/> for a message without any.</summary>
    public required ImmutableArray<DkimVerdict> Dkim { get; init; }

    public required DmarcVerdict Dmarc { get; init; }

    public required ArcVerdict Arc { get; init; }

    /// <summary>The same as a field of <paramref name="authservId"/> says it (RFC 8601 section 2.7).</summary>
    public AuthenticationResults ToResults(string authservId) => new(
        authservId, [OfIprev(), OfSpf(), .. Dkim.Select(OfDkim), OfDmarc(), OfArc()]);

    private static string Word<T>(T result)
        where T : struct, Enum => result.ToString().ToLowerInvariant();

    private static MethodResult OfDkim(DkimVerdict signature) =>
        new MethodResult("dkim", Word(signature.Result)) { Reason = signature.Reason }
            .With("header", "d", signature.Domain)
            .With("header", "s", signature.Selector)
            .With("header", "a", signature.Algorithm)
            .With("header", "b", signature.SignatureStart);

    private MethodResult OfIprev() => new MethodResult("iprev", Word(Iprev.Result))
        .With("policy", "iprev", Source.ToString());

    // RFC 8601 section 2.7.2. Of MAIL FROM the domain is enough: its local part is anybody's text.
    private MethodResult OfSpf() => new MethodResult("spf", Word(Spf.Result))
    {
        Reason = Spf.Result == SpfResult.Pass ? null : Spf.Reason,
    }
        .With("smtp", Spf.IsOfHelo ? "helo" : "mailfrom", Spf.Domain);

    // RFC 9989 section 9.1: the policy is the one after all options of the record.
    private MethodResult OfDmarc() => new MethodResult("dmarc", Word(Dmarc.Result)) { Reason = Dmarc.Reason }
        .With("header", "from", Dmarc.AuthorDomain)
        .With("policy", "dmarc", Dmarc.Policy is { } policy ? Word(policy) : null);

    // RFC 8617 section 10.2.
    private MethodResult OfArc() => new MethodResult("arc", Word(Arc.Result)) { Reason = Arc.Reason }
        .With("header", "oldest-pass", Arc.Result == ArcResult.Pass
            ? Arc.OldestPass.ToString(CultureInfo.InvariantCulture) : null)
        .With("smtp", "remote-ip", Arc.Result == ArcResult.None ? null : Source.ToString());
}
