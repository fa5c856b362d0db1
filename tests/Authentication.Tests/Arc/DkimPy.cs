using System.Diagnostics;
using System.Text.Json;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Debian's dkimpy: an opinion that the project did not write. One process for a whole batch.</summary>
internal static class DkimPy
{
    private const string Program =
        """
        import base64, dkim, json, sys
        work = json.load(sys.stdin)
        def txt(name, timeout=5):
            return work['zone'].get(name.decode().rstrip('.').lower(), '').encode()
        def seal(job):
            return b''.join(dkim.arc_sign(
                base64.b64decode(job['message']), job['selector'].encode(), job['domain'].encode(),
                job['key'].encode(), job['id'].encode(), timestamp=job['time']))
        def verify(message):
            try:
                return dkim.arc_verify(base64.b64decode(message), dnsfunc=txt)
            except dkim.MessageFormatError as e:
                return b'unread', [], str(e)
        json.dump({
            'seals': [base64.b64encode(seal(job)).decode() for job in work['seals']],
            'verdicts': [[(cv or b'ended').decode(), reason] for cv, _, reason in map(verify, work['messages'])],
        }, sys.stdout)
        """;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>A message to seal; its Authentication-Results field of the id names the chain's status.</summary>
    public sealed record SealJob(byte[] Message, string Domain, string Selector, string Key, string Id, long Time);

    /// <summary>
    /// none, pass, fail, ended for a chain that was sealed as failed, or unread for what it takes for no message; and
    /// why.
    /// </summary>
    public sealed record Verdict(string Status, string Reason);

    /// <summary>What it says of messages, by the keys of a zone.</summary>
    public static async Task<IReadOnlyList<Verdict>> VerifyAsync(
        IReadOnlyDictionary<string, string> zone, IEnumerable<byte[]> messages)
    {
        var answer = await RunAsync(new Work(zone, [], [.. messages]));
        return [.. answer.Verdicts.Select(verdict => new Verdict(verdict[0], verdict[1]))];
    }

    /// <summary>The three fields that it puts on top of each message.</summary>
    public static async Task<IReadOnlyList<byte[]>> SealAsync(IEnumerable<SealJob> jobs)
    {
        var answer = await RunAsync(new Work(new Dictionary<string, string>(), [.. jobs], []));
        return answer.Seals;
    }

    private static async Task<Answer> RunAsync(Work work)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Program])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = python.StandardOutput.ReadToEndAsync(cancellation);
        var error = python.StandardError.ReadToEndAsync(cancellation);
        await python.StandardInput.WriteAsync(JsonSerializer.Serialize(work, Web).AsMemory(), cancellation);
        python.StandardInput.Close();
        await python.WaitForExitAsync(cancellation);
        Assert.True(python.ExitCode == 0, await error);
        return JsonSerializer.Deserialize<Answer>(await output, Web)!;
    }

    private sealed record Work(
        IReadOnlyDictionary<string, string> Zone, SealJob[] Seals, byte[][] Messages);

    private sealed record Answer(byte[][] Seals, string[][] Verdicts);
}
