namespace Causeway.DirectoryBench;

/// <summary>What one side took; zero where it has no such thing.</summary>
/// <param name="Import">Seconds.</param>
/// <param name="Replicated">Seconds until the filter knew the last recipient of the import.</param>
/// <param name="Change">Milliseconds from the answer that a recipient is added until the filter has it; median.</param>
/// <param name="Rcpt">Milliseconds from RCPT to its answer; median.</param>
/// <param name="Megabytes">Resident, of the side that answers RCPT.</param>
internal sealed record Measured(double Import, double Replicated, double Change, double Rcpt, double Megabytes)
{
    public static double Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }
}
