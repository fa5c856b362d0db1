using Causeway.Authentication;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.SkipListing;

namespace Causeway.Transport.Receiving;

/// <summary>
/// What is found out about a message while its body comes in: who sent it, where this site judges that, and the hash of
/// the body where this site may sign or seal. Everything that waits for DNS happens here; the steps of the journey only
/// read what came of it.
/// </summary>
internal sealed class Examination : IAsyncDisposable
{
    private readonly AuthenticationRun? run;
    private readonly BodyHashes? body;
    private readonly BodyHash? relaxed;
    private readonly MessageSource? source;

    private Examination(AuthenticationRun? run, BodyHashes? body, BodyHash? relaxed, MessageSource? source) =>
        (this.run, this.body, this.relaxed, this.source) = (run, body, relaxed, source);

    /// <summary>Begins when the header is here whole, as it came in.</summary>
    public static Examination Begin(SiteService service, Incoming message)
    {
        var source = MessageSource.Of(message, service.LoopbackCountsAsPublic);
        var run = source is { Counts: true } ? Begin(service.Authenticator, source.Found, message) : null;
        var body = run?.Body ?? (message.Keys.IsEmpty ? null : new BodyHashes());
        var relaxed = message.Keys.IsEmpty ? null : body!.Add(Canonicalization.Relaxed, null);
        return new Examination(run, body, relaxed, source);
    }

    /// <summary>The next octets of the body.</summary>
    public void Write(ReadOnlySpan<byte> octets) => body?.Write(octets);

    /// <summary>The message with what was found, when the body is here whole.</summary>
    public async ValueTask<Incoming> CompleteAsync(Incoming message, CancellationToken ct)
    {
        body?.Complete();
        return message with
        {
            Body = relaxed,
            Source = source,
            Verdict = run is null ? null : await run.CompleteAsync(ct).ConfigureAwait(false),
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (run is not null)
        {
            await run.DisposeAsync().ConfigureAwait(false);
        }

        body?.Dispose();
    }

    private static AuthenticationRun? Begin(MessageAuthenticator? authenticator, TrueSource found, Incoming message) =>
        found.IsFound
            ? authenticator?.Begin(found.Address, found.Helo ?? "", message.From, message.Header)
            : authenticator?.BeginWithoutSource(found.Address, found.Helo ?? "", message.Header);
}
