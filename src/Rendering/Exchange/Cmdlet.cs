using System.Collections.Immutable;

namespace Causeway.Rendering.Exchange;

/// <summary>
/// One command of the Exchange Management Shell, with the reason for it and for each of its arguments.
/// </summary>
public sealed record Cmdlet(string Name, string Reason, ImmutableArray<Argument> Arguments)
{
    public PowerShellValue? this[string name] => Arguments.FirstOrDefault(argument => argument.Name == name)?.Value;
}

/// <summary>A named argument of a <see cref="Cmdlet"/>.</summary>
public sealed record Argument(string Name, PowerShellValue Value, string Reason);
