using System.Diagnostics;

namespace Causeway.Core.Publishing;

/// <summary>The types as zones write them.</summary>
public static class RecordTypes
{
    public static string Word(RecordType type) => type switch
    {
        RecordType.A => "A",
        RecordType.Aaaa => "AAAA",
        RecordType.Mx => "MX",
        RecordType.Txt => "TXT",
        RecordType.Cname => "CNAME",
        RecordType.Reverse => "PTR",
        RecordType.Tlsa => "TLSA",
        _ => throw new UnreachableException(),
    };
}
