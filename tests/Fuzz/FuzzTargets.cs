namespace Causeway.Fuzz;

/// <summary>All targets, each with its state fresh.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All =>
    [
        new SessionTarget(), new HeaderTarget(), new SpfTarget(), new SignatureTarget(), new ResultsTarget(),
        new AuthorTarget(), new ReceivedTarget(), new DnsTarget(), new ZoneTarget(),
    ];

    public static IFuzzTarget Of(string name) => All.First(target => target.Name == name);
}
