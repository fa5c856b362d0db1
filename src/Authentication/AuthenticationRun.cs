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
    private readonly Begun begun;

    internal AuthenticationRun(CancellationTokenSource stop, BodyHashes body, DmarcEvaluator dmarc, Begun begun)
    {
        (this.stop, this.dmarc, this.begun) = (stop, dmarc, begun);
        Body = body;
    }

    /// <summary>The hashes of the body. Whoever has the body writes it here, and nothing besides.</summary>
    public BodyHashes Body { get; }

    /// <summary>Says that the body is whole, and judges. To be called once.</summary>
    public async ValueTask<AuthenticationVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        Body.Complete();
        await using var ended = cancellationToken.UnsafeRegister(_ => stop.Cancel(), null).ConfigureAwait(false);
        var dkim = begun.Dkim.CompleteAsync(stop.Token).AsTask();
        var arc = begun.Arc.CompleteAsync(stop.Token).AsTask();
        await Task.WhenAll(begun.Iprev, begun.Spf, dkim, arc).ConfigureAwait(false);
        var (sender, signatures) = (await begun.Spf.ConfigureAwait(false), await dkim.ConfigureAwait(false));
        return new AuthenticationVerdict
        {
            Source = begun.Source,
            Helo = begun.Helo,
            Author = begun.Author,
            Iprev = await begun.Iprev.ConfigureAwait(false),
            Spf = sender,
            Dkim = signatures,
            Dmarc = await dmarc.CheckAsync(begun.Author, sender, signatures, stop.Token).ConfigureAwait(false),
            Arc = await arc.ConfigureAwait(false),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(begun.Iprev, begun.Spf).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
        Body.Dispose();
    }

    /// <summary>What is known, asked and waited for from the start.</summary>
    internal sealed record Begun(
        IPAddress Source, string Helo, AuthorDomain Author, Task<IprevVerdict> Iprev, Task<SpfVerdict> Spf,
        DkimVerification Dkim, ArcVerification Arc);
}
