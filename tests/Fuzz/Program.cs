using System.Globalization;
using Causeway.Fuzz;

var targets = FuzzTargets.All;
var numbers = CultureInfo.InvariantCulture;
if (args.Length is 0 or > 3 || targets.FirstOrDefault(each => each.Name == args[0]) is not { } target
    || !int.TryParse(args.ElementAtOrDefault(1) ?? "60", NumberStyles.None, numbers, out var seconds)
    || !int.TryParse(args.ElementAtOrDefault(2) ?? "1", NumberStyles.None, numbers, out var seed))
{
    Console.Error.WriteLine($"Usage: {string.Join('|', targets.Select(each => each.Name))} [SECONDS] [SEED]");
    return 2;
}

var result = new FuzzLoop(target, TimeProvider.System, seed).Run(Corpus.Of(target), TimeSpan.FromSeconds(seconds));
foreach (var finding in result.Findings)
{
    Console.WriteLine(finding);
}

Console.WriteLine(string.Create(numbers,
    $"{target.Name}: {result.Executions} executions, {result.Behaviours} behaviours, "
    + $"{result.Findings.Count} findings"));
return result.Findings.Count == 0 ? 0 : 1;
