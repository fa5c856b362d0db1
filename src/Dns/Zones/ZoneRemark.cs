namespace Causeway.Dns.Zones;

/// <summary>What is to be said of a line of a zone file, and what to write instead where it is wrong.</summary>
public sealed record ZoneRemark(string File, int Line, string Text)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}
