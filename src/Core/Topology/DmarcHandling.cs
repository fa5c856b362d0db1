namespace Causeway.Core.Topology;

/// <summary>What the edge does with a message that the policy of its author's domain refuses.</summary>
public enum DmarcHandling
{
    /// <summary>A policy of reject is a refusal (550 5.7.509).</summary>
    Honour,

    /// <summary>The verdict is noted, and the message goes on.</summary>
    Report,
}
