using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Causeway.RelayBench;

/// <summary>
/// The load: so many sessions at once, each sending one message after the other, on one connection or on one each.
/// </summary>
internal sealed class Client(IPEndPoint target, IReadOnlyList<IPAddress> sources, bool isKept)
{
    private readonly List<Exception> faults = [];
    private int next;
    private int refusals;

    /// <summary>Sends the messages from one number up to another.</summary>
    public async Task<ClientReport> RunAsync(int from, int to, int sessions)
    {
        next = from - 1;
        refusals = 0;
        var waits = new List<double>[sessions];
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(session => Task.Run(() =>
            SendAsync(sources[session % sources.Count], waits[session] = new List<double>(to / sessions), to))));
        var sorted = waits.SelectMany(list => list).Order().ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException($"{faults.Count} sessions failed.", faults[0]);
        }

        return new ClientReport(start, Stopwatch.GetTimestamp(), At(sorted, 0.5), At(sorted, 0.99), refusals);
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private async Task SendAsync(IPAddress source, List<double> waits, int to)
    {
        ClientSession? session = null;
        try
        {
            for (var id = Interlocked.Increment(ref next); id < to; id = Interlocked.Increment(ref next))
            {
                session ??= await OpenAsync(source);
                while (await session.SendAsync(id, waits) is false)
                {
                    // A refusal for the moment: the same message again on a new connection.
                    Interlocked.Increment(ref refusals);
                    await session.CloseAsync();
                    await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
                    session = await OpenAsync(source);
                }

                if (!isKept)
                {
                    await session.CloseAsync();
                    session = null;
                }
            }

            await (session?.CloseAsync() ?? Task.CompletedTask);
        }
        catch (Exception fault)
        {
            session?.Dispose();
            lock (faults)
            {
                faults.Add(fault);
            }
        }
    }

    private async Task<ClientSession> OpenAsync(IPAddress source)
    {
        while (true)
        {
            var session = new ClientSession();
            if (await session.OpenAsync(source, target))
            {
                return session;
            }

            Interlocked.Increment(ref refusals);
            await session.CloseAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}

/// <summary>
/// Times on the machine's clock; the waits, in milliseconds, are from the final dot to its reply. Refusals are answers
/// other than 2xx and 354, each followed by another try.
/// </summary>
internal sealed record ClientReport(long StartedAt, long EndedAt, double P50, double P99, int Refusals);
