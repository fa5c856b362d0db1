namespace Causeway.Configuration;

/// <summary>Collects the faults of one text.</summary>
internal sealed class FaultList(SourceText source)
{
    private readonly List<Fault> faults = [];

    public bool IsEmpty => faults.Count == 0;

    public int Count => faults.Count;

    public SourceText Source => source;

    public void Add(int index, string found, string write)
    {
        var (line, column) = source.PositionAt(index);
        faults.Add(new Fault(source.File, line, column, found, write));
    }

    public IEnumerable<Fault> InOrder() => faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column).Distinct();
}
