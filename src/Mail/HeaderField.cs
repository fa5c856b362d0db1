namespace Causeway.Mail;

/// <summary>
/// A field of a header block by its octets: where it starts, the length of its name (0 for a line that is no field),
/// and its whole length with folded lines and line ends.
/// </summary>
public readonly record struct HeaderField(int Start, int NameLength, int Length)
{
    public int End => Start + Length;

    /// <summary>
    /// False for a line that is no field. It is passed on as it is; some readers take it for the end of the field
    /// above, others for a field of its own.
    /// </summary>
    public bool IsWellFormed => NameLength > 0;
}
