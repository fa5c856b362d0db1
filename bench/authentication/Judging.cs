using System.Diagnostics;
using Causeway.Authentication;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Authentication.Spf;
using Causeway.Core.Addresses;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>
/// What our filter does with mail of the Internet: SPF, DKIM, DMARC, ARC and iprev, the field that says so, and a seal.
/// One authenticator for all messages, as a site has it.
/// </summary>
internal sealed class Judging : IDisposable
{
    private const string Host = "mx.contoso.example";

    private readonly MessageAuthenticator authenticator;
    private readonly SigningKey key;
    private readonly TimeProvider clock = TimeProvider.System;
    private Passes passes;
    private long judging;
    private long sealing;

    public Judging(Corpus corpus)
    {
        authenticator = new MessageAuthenticator(corpus.Zone, clock);
        key = SigningKey.FromPem(DomainName.Parse("contoso.example"), "seal", corpus.Pem);
    }

    public async Task<Measured> RunAsync(IReadOnlyCollection<CorpusMessage> messages)
    {
        (passes, judging, sealing) = (default, 0, 0);
        foreach (var message in messages)
        {
            await JudgeAsync(message);
        }

        return new Measured(
            messages.Count * (double)Stopwatch.Frequency / judging,
            messages.Count * (double)Stopwatch.Frequency / (judging + sealing), passes);
    }

    public void Dispose() => key.Dispose();

    private async ValueTask JudgeAsync(CorpusMessage message)
    {
        var start = Stopwatch.GetTimestamp();
        var header = HeaderBlock.Scan(message.Octets);
        await using var run = authenticator.Begin(message.Client, message.Helo, message.From, header);
        var body = run.Body.Add(Canonicalization.Relaxed, null);
        run.Body.Write(message.Octets.AsSpan(header.Octets.Length));
        var verdict = await run.CompleteAsync(CancellationToken.None);
        var results = verdict.ToResults(Host);
        _ = results.Write();
        var judged = Stopwatch.GetTimestamp();
        var seal = ArcSealer.Seal(header, verdict.Arc, results, body, key, clock.GetUtcNow());
        (judging, sealing) = (judging + judged - start, sealing + Stopwatch.GetTimestamp() - judged);
        passes = new Passes(
            passes.Spf + (verdict.Spf.Result == SpfResult.Pass ? 1 : 0),
            passes.Dkim + (verdict.Dkim[0].Result == DkimResult.Pass ? 1 : 0),
            passes.Arc + (verdict.Arc.Result == ArcResult.Pass ? 1 : 0),
            passes.Dmarc + (verdict.Dmarc.Result == DmarcResult.Pass ? 1 : 0),
            passes.Sealed + (seal.Length > 0 ? 1 : 0));
    }
}
