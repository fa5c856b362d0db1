namespace Causeway.AuthenticationBench;

/// <summary>DKIM alone, verified and signed, on one message of 10 KB.</summary>
internal static class OneMessage
{
    public static async Task<List<Row>> MeasureAsync(Options options)
    {
        using var signed = new SignedMessage();
        var peers = new Peers(options.Folder);
        var few = options.Count / 20;
        List<double>[] verified = [[], [], []], made = [[], [], []];
        await Ours.VerifyAsync(signed, options.Count / 4);
        Ours.Sign(signed, options.Count / 20);
        for (var run = 1; run <= options.Runs; run++)
        {
            await Console.Error.WriteLineAsync($"DKIM alone, run {run} of {options.Runs}");
            verified[0].Add(await Ours.VerifyAsync(signed, options.Count));
            made[0].Add(Ours.Sign(signed, options.Count / 4));
            if (options.WithPeer)
            {
                verified[1].Add(peers.VerifyByDkimpy(signed, few));
                verified[2].Add(peers.VerifyByOpenDkim(signed, few));
                made[1].Add(peers.SignByDkimpy(signed, few / 10));
                made[2].Add(peers.SignByOpenDkim(signed, few));
            }
        }

        return
        [
            .. Rows("dkim verify rsa-2048 10 KB", verified), .. Rows("dkim sign rsa-2048 10 KB", made),
        ];
    }

    private static IEnumerable<Row> Rows(string name, List<double>[] rates) =>
    [
        Row.Of(name, "signatures/s", rates[0], rates[1], "dkimpy"),
        Row.Of(name, "signatures/s", rates[0], rates[2], "OpenDKIM"),
    ];
}
