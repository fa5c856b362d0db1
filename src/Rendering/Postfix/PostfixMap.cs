using System.Collections.Immutable;

namespace Causeway.Rendering.Postfix;

/// <summary>A look-up table of Postfix: its file, and its rows in groups that have one reason each.</summary>
/// <param name="Name">The file's name in the folder <c>causeway</c> of Postfix's configuration.</param>
/// <param name="IsIndexed">True where <c>postmap</c> builds an index; else Postfix reads the text, in order.</param>
/// <param name="Groups">The rows.</param>
public sealed record PostfixMap(string Name, bool IsIndexed, ImmutableArray<MapGroup> Groups)
{
    public IEnumerable<MapRow> Rows => Groups.SelectMany(group => group.Rows);
}

/// <summary>Rows that have one reason.</summary>
public sealed record MapGroup(string Reason, ImmutableArray<MapRow> Rows);

/// <summary>What is looked up, and what is found.</summary>
public readonly record struct MapRow(string Key, string Value);
