using System.Globalization;
using System.Net;
using Causeway.Ledger.Processes;

// The two processes of the crash ledger; each ends when its standard input does, so neither outlives the test.
//   client RECORD TARGET SOURCE CONNECTIONS SEED    hands in messages and records what was answered
//   sink   RECORD ENDPOINT SEED                     takes messages, records what it answers, and often misbehaves
if (args is ["client", var sent, var target, var source, var connections, var clientSeed])
{
    await using var record = new RecordFile(sent);
    using var client = new LedgerClient(
        record, IPEndPoint.Parse(target), IPAddress.Parse(source), Number(clientSeed));
    await client.RunAsync(Number(connections), StandardInput.Open());
    return 0;
}

if (args is ["sink", var received, var endpoint, var sinkSeed])
{
    await using var record = new RecordFile(received);
    using var sink = new LedgerSink(record, IPEndPoint.Parse(endpoint), Number(sinkSeed));
    await sink.RunAsync(StandardInput.Open());
    return 0;
}

return 2;

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
