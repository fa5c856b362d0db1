namespace Causeway.AuthenticationBench;

/// <summary>Real messages, judged and sealed as at a filter; the peer has each so-and-so-manieth of them.</summary>
internal static class WholeMail
{
    private const string Case = "spf+dkim+dmarc+arc";
    private const string Peer = "dkimpy+pyspf";

    public static async Task<List<Row>> MeasureAsync(Options options)
    {
        if (options.Corpora.Count == 0)
        {
            return [];
        }

        using var corpus = Corpus.Read(options.Corpora);
        // An odd step: what is done to every fourth or eighth message is in the sample as often as in the whole.
        var step = Math.Max(1, corpus.Messages.Count / options.PeerMessages) | 1;
        var sample = corpus.Messages.Where((_, i) => i % step == 0).ToList();
        corpus.Write(options.Folder, sample);
        using var judging = new Judging(corpus);
        List<Measured> ours = [await judging.RunAsync(corpus.Messages)], peer = [];
        ours.Clear();
        var own = (await judging.RunAsync(sample)).Passes;
        for (var run = 1; run <= options.Runs; run++)
        {
            ours.Add(await judging.RunAsync(corpus.Messages));
            await Console.Error.WriteLineAsync($"{Case}, run {run}, ours: {ours[^1]}");
            if (options.WithPeer)
            {
                peer.Add(new Peers(options.Folder).Judge());
                await Console.Error.WriteLineAsync($"{Case}, run {run}, peer: {peer[^1]}");
                if (peer[^1].Passes != own with { Dmarc = 0 })
                {
                    throw new InvalidOperationException($"Of the same messages ours has {own}.");
                }
            }
        }

        return
        [
            Row.Of(Case, "messages/s", [.. ours.Select(run => run.Judged)], [.. peer.Select(run => run.Judged)], Peer),
            Row.Of($"{Case}+seal", "messages/s", [.. ours.Select(run => run.Sealed)],
                [.. peer.Select(run => run.Sealed)], Peer),
        ];
    }
}
