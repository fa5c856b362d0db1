using System.Globalization;
using System.Text.Json;
using Causeway.AuthenticationBench;

var messages = Number("--messages", 20_000);
var runs = Number("--runs", 5);
using var signed = new SignedMessage();
var folder = Directory.CreateTempSubdirectory("causeway-authentication-bench-").FullName;
try
{
    List<double> ours = [], dkimpy = [], opendkim = [];
    await Ours.RunAsync(signed, messages / 4);
    for (var run = 0; run < runs; run++)
    {
        Console.Error.WriteLine($"Run {run + 1} of {runs}");
        ours.Add(await Ours.RunAsync(signed, messages));
        if (!args.Contains("--no-peer"))
        {
            dkimpy.Add(Peers.RunDkimpy(signed, folder, messages / 20));
            opendkim.Add(Peers.RunOpenDkim(signed, folder, messages / 20));
        }
    }

    List<Row> rows = [Of(ours, dkimpy, "dkimpy"), Of(ours, opendkim, "OpenDKIM")];
    Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(rows, Row.Json) : Row.Table(rows));
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static Row Of(List<double> ours, List<double> peer, string name)
{
    var (own, other) = (Median(ours), peer.Count > 0 ? Median(peer) : (double?)null);
    return new Row("dkim verify rsa-2048 10 KB", "signatures/s", Math.Round(own, 1),
        other is { } found ? Math.Round(found, 1) : null, other is null ? null : name,
        other is { } theirs ? Math.Round(own / theirs, 2) : null);
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

int Number(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length
    ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : otherwise;
