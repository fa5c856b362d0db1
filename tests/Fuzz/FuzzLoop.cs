using System.Text;

namespace Causeway.Fuzz;

/// <summary>What a run came to.</summary>
internal sealed record FuzzResult(long Executions, int Behaviours, IReadOnlyList<string> Findings);

/// <summary>Varies a corpus for a time. The same seed makes the same inputs in the same order.</summary>
internal sealed class FuzzLoop(IFuzzTarget target, TimeProvider time, int seed)
{
    private const int MostFindings = 10;
    private const int LargestPool = 5000;

    public FuzzResult Run(IReadOnlyList<byte[]> corpus, TimeSpan duration)
    {
        var random = new Random(seed);
        var mutator = new Mutator(random, target.Words);
        var pool = corpus.Count > 0 ? corpus.ToList() : [[]];
        var behaviours = new HashSet<string>();
        var findings = new List<string>();
        var executions = 0L;
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < duration && findings.Count < MostFindings;)
        {
            var input = executions < corpus.Count ? corpus[(int)executions] : mutator.Next(pool);
            var judgement = Judged(input, random);
            executions++;
            if (judgement.Finding is not null)
            {
                findings.Add(Shrunk(input));
            }

            if (behaviours.Add(judgement.Behaviour) && pool.Count < LargestPool)
            {
                pool.Add(input);
            }
        }

        return new FuzzResult(executions, behaviours.Count, findings);
    }

    // What throws ends a session at best.
    private Judgement Judged(byte[] input, Random random)
    {
        try
        {
            return target.Judge(input, random);
        }
        catch (Exception fault)
        {
            return new Judgement($"{fault.GetType().Name}: {fault.Message}", fault.GetType().Name);
        }
    }

    /// <summary>The finding with the shortest input that still shows one, escaped for a terminal.</summary>
    private string Shrunk(byte[] input)
    {
        for (var piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                if (Judged(shorter, new Random(seed)).Finding is not null)
                {
                    input = shorter;
                }
                else
                {
                    at += piece;
                }
            }
        }

        var finding = Judged(input, new Random(seed)).Finding ?? "seen with one way of cutting the input only";
        return $"{target.Name}: {finding}: {Escaped(input)}";
    }

    private static string Escaped(byte[] octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            text.Append(octet switch
            {
                (byte)'\r' => "\\r",
                (byte)'\n' => "\\n",
                >= 32 and < 127 => ((char)octet).ToString(),
                _ => $"\\x{octet:x2}",
            });
        }

        return text.ToString();
    }
}
