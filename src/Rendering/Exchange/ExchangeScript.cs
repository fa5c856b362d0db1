using System.Collections.Immutable;

namespace Causeway.Rendering.Exchange;

/// <summary>What an Exchange must be set to: sections of commands, and what no command can set.</summary>
public sealed record ExchangeScript(
    string Title, ImmutableArray<string> Before, ImmutableArray<ScriptSection> Sections, ImmutableArray<string> ByHand)
{
    public IEnumerable<Cmdlet> Cmdlets => Sections.SelectMany(section => section.Cmdlets);
}

/// <summary>Commands that serve one purpose.</summary>
public sealed record ScriptSection(string Title, ImmutableArray<Cmdlet> Cmdlets);
