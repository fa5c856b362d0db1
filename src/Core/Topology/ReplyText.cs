namespace Causeway.Core.Topology;

/// <summary>Which of its two texts an automatic reply uses.</summary>
public enum ReplyText
{
    /// <summary>None: there is no automatic reply.</summary>
    None,

    /// <summary>The text for strangers.</summary>
    Outside,

    /// <summary>The text for the organization's own people.</summary>
    Inside,
}
