using System.Net;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Iprev;
using Causeway.Authentication.Spf;

namespace Causeway.Authentication;

/// <summary>
/// The judging of one message while it arrives: add further hashes to <see cref="Body"/>, write the body to it, then
/// ask for the verdict. Disposing of it ends what it still asks.
/// </summary>
public sealed class AuthenticationRun : IAsyncDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly DmarcEvaluator dmarc;

    internal AuthenticationRun(CancellationTokenSource stop, BodyHashes body, DmarcEvaluator dmarc)
    {
        this.stop = stop;
        this.dmarc = dmarc;
        Body = body;
    }

    /// <summary>The hashes of the body. Whoever has the body writes it here, and nothing besides.</summary>
    public BodyHashes Body { get; }

    /// <summary>What From says.</summary>
    public required AuthorDomain Author { get; init; }

    internal required IPAddress Source { get; init; }

    internal required string Helo { get; init; }

    internal required Task<IprevVerdict> Iprev { get; init; }

    internal required Task<SpfVerdict> Spf { get; init; }

    internal required DkimVerification Dkim { get; init; }

    internal required ArcVerification Arc { get; init; }

    /// <summary>Says that the body is whole, and judges. To be called once.</summary>
    public async ValueTask<AuthenticationVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        Body.Complete();
        await using var ended = cancellationToken.UnsafeRegister(_ => stop.Cancel(), null).ConfigureAwait(false);
        var signatures = Dkim.CompleteAsync(stop.Token).AsTask();
        var chain = Arc.CompleteAsync(stop.Token).AsTask();
        await Task.WhenAll(Iprev, Spf, signatures, chain).ConfigureAwait(false);
        var (spf, dkim) = (await Spf.ConfigureAwait(false), await signatures.ConfigureAwait(false));
        return new AuthenticationVerdict
        {
            Source = Source,
            Helo = Helo,
            Author = Author,
            Iprev = await Iprev.ConfigureAwait(false),
            Spf = spf,
            Dkim = dkim,
            Dmarc = await dmarc.CheckAsync(Author, spf, dkim, stop.Token).ConfigureAwait(false),
            Arc = await chain.ConfigureAwait(false),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Iprev, Spf).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        Body.Dispose();
    }
}
