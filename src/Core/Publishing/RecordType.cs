namespace Causeway.Core.Publishing;

/// <summary>The types of records that mail needs.</summary>
public enum RecordType
{
    A,
    Aaaa,
    Mx,
    Txt,
    Cname,
    Reverse,
    Tlsa,
}
