using System.Globalization;
using System.Text.Json;
using Causeway.DirectoryBench;

var options = new BenchOptions(
    Option("--app")!, Option("--settings")!, Option("--folder") ?? Path.Combine(AppContext.BaseDirectory, "data"),
    Number("--recipients", 100_000), Number("--changes", 50), Number("--rcpts", 20_000));
if (Directory.Exists(options.Folder))
{
    Directory.Delete(options.Folder, recursive: true);
}

Directory.CreateDirectory(options.Data);
Console.Error.WriteLine($"Causeway, {options.Recipients} recipients");
var ours = await new CausewaySites(options).RunAsync();
Measured? peer = null;
if (!args.Contains("--no-peer"))
{
    Console.Error.WriteLine($"Postfix, {options.Recipients} recipients");
    peer = await PostfixSide.RunAsync(options);
}

var name = $"directory/{options.Recipients}";
List<Row> rows =
[
    Row.Of(name, "import s", ours, peer, side => side.Import),
    Row.Of(name, "import until the filter has it s", ours, null, side => side.Replicated),
    Row.Of(name, "one change until the filter has it ms", ours, null, side => side.Change),
    Row.Of(name, "RCPT ms", ours, peer, side => side.Rcpt),
    Row.Of(name, "resident MB", ours, peer, side => side.Megabytes),
];
Console.WriteLine(args.Contains("--json") ? JsonSerializer.Serialize(rows, Row.Json) : Row.Table(rows));
return 0;

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? args[i + 1] : null;

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
