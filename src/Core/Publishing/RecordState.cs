namespace Causeway.Core.Publishing;

/// <summary>How what is published compares with what is wanted.</summary>
public enum RecordState
{
    /// <summary>As it should be, or as good.</summary>
    Equal,
    Missing,
    Different,

    /// <summary>Several where one may be.</summary>
    Duplicate,

    /// <summary>More than there should be.</summary>
    Superfluous,

    /// <summary>DNS did not say.</summary>
    NotAnswered,

    /// <summary>Not in the zone that was looked at.</summary>
    Elsewhere,

    /// <summary>Not to be published yet; not compared.</summary>
    Prepared,
}
