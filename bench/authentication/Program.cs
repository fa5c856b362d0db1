using System.Globalization;
using System.Text.Json;
using Causeway.AuthenticationBench;

var folder = Directory.CreateTempSubdirectory("causeway-authentication-bench-").FullName;
try
{
    var options = new Options
    {
        Folder = folder,
        Corpora = [.. args.SkipWhile(arg => arg != "--corpora").Skip(1).TakeWhile(arg => arg[0] != '-')],
        Count = Number("--messages", 20_000),
        PeerMessages = Number("--peer-messages", 200),
        Runs = Number("--runs", 5),
        WithPeer = !args.Contains("--no-peer"),
    };
    List<Row> rows = [.. await OneMessage.MeasureAsync(options), .. await WholeMail.MeasureAsync(options)];
    Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(rows, Row.Json) : Row.Table(rows));
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

int Number(string name, int otherwise) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length
    ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : otherwise;
