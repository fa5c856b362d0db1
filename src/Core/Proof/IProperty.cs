namespace Causeway.Core.Proof;

/// <summary>One statement about the set of paths.</summary>
public interface IProperty
{
    /// <summary>P1 to P12.</summary>
    string Id { get; }

    string Title { get; }

    PropertyResult Judge(Evidence evidence);
}
