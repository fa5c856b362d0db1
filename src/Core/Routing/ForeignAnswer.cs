namespace Causeway.Core.Routing;

/// <summary>What another product says of a recipient.</summary>
public enum ForeignAnswer
{
    /// <summary>Nothing, or too long ago: nobody knows for now.</summary>
    NotSaid,

    Exists,
    Missing,
}
