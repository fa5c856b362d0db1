using System.Globalization;
using Causeway.CommandLine;
using Causeway.Core.Topology;

namespace Causeway.Lab;

/// <summary>Tells a person what the lab did, scenario by scenario.</summary>
internal sealed class LabTable(TextWriter output)
{
    private int shown;

    public void Begin(LabSystem lab)
    {
        output.WriteLine("The lab: a whole mail system on this machine.");
        output.WriteLine();
        output.WriteLine($"  inbound   {Arrows(lab, lab.Topology.Organization.Flow.Inbound)}");
        output.WriteLine($"  outbound  {Arrows(lab, lab.Topology.Organization.Flow.Outbound)}");
        output.WriteLine();
        output.WriteLine($"  proved with `check` before it runs: {Verdict(lab)}");
        output.WriteLine();
    }

    public void Add(Scenario scenario, ScenarioJson result)
    {
        shown++;
        output.WriteLine($"{(result.Ok ? "ok  " : "FAIL")}  {scenario.Id,-20}  {scenario.Title}");
        var told = scenario.TellsObserved ? result.Observed.Split("; ") : result.Hops.Select(Words.Sentence).Distinct();
        foreach (var line in told)
        {
            output.WriteLine($"{"",28}{line}");
        }

        if (!result.Ok)
        {
            output.WriteLine($"{"",28}expected: {result.Expected}");
            output.WriteLine($"{"",28}observed: {result.Observed}");
        }
    }

    public void End(List<ScenarioJson> results, List<SourceJson> sources, double seconds)
    {
        var good = results.Count(result => result.Ok);
        var seen = sources.Count == 0
            ? "nobody"
            : string.Join(
                ", ", sources.Select(source => $"{source.Source} ({Words.Count(source.Count, "connection")})"));
        output.WriteLine();
        output.WriteLine($"The outside mail server was called by: {seen}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{good} of {shown} scenarios as they should be, in {seconds:0.0} s"));
    }

    private static string Arrows(LabSystem lab, IEnumerable<Place> places) => string.Join(" -> ", places.Select(place =>
        place.Site is { } site
            ? $"{site} {lab.Topology.Organization[site].Listen[0].Address}"
            : $"Internet {LabHosts.Internet}"));

    private static string Verdict(LabSystem lab)
    {
        var failed = Core.Proof.Prover.Prove(lab.Topology.Organization, lab.Topology.Recipients)
            .Where(result => result.Verdict == Core.Proof.Verdict.Fail).Select(result => result.Id).ToList();
        return failed.Count == 0 ? "P1 to P12 hold (P9 needs DNS)" : $"FAILS {string.Join(", ", failed)}";
    }
}
