namespace Causeway.Core.Topology;

/// <summary>What the edge does with outside mail that claims a domain of ours and does not pass.</summary>
public enum OwnDomainHandling
{
    Refuse,

    /// <summary>The verdict is noted, and the message goes on.</summary>
    Report,
}
