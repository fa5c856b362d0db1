using System.Collections.Immutable;

namespace Causeway.Rendering.Exchange;

/// <summary>A value as a cmdlet takes it.</summary>
public abstract record PowerShellValue
{
    private PowerShellValue()
    {
    }

    public static implicit operator PowerShellValue(string text) => new Text(text);

    public static implicit operator PowerShellValue(bool flag) => new Flag(flag);

    public sealed record Text(string Value) : PowerShellValue;

    public sealed record Flag(bool Value) : PowerShellValue;

    public sealed record Number(int Value) : PowerShellValue;

    public sealed record List(ImmutableArray<string> Values) : PowerShellValue;

    /// <summary>The name of the server on which the script runs, in a text in which {0} stands for it.</summary>
    public sealed record ThisServer(string Format = "{0}") : PowerShellValue;
}
