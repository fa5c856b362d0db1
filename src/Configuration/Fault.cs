namespace Causeway.Configuration;

/// <summary>
/// What makes an input unreadable: where it stands (line and column from 1, columns in UTF-16 units), what was found
/// and what to write instead. Prints as <c>FILE:LINE:COLUMN: what was found; what to write</c>.
/// </summary>
public sealed record Fault(string File, int Line, int Column, string Found, string Write)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Found}; {Write}";
}
