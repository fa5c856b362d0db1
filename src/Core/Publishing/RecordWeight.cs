namespace Causeway.Core.Publishing;

/// <summary>What it means where a record is not as it should be.</summary>
public enum RecordWeight
{
    /// <summary>Mail goes astray, is refused, or can be forged.</summary>
    Matters,

    /// <summary>Mail passes, but less well than it could.</summary>
    Advised,

    /// <summary>Not to be published before something else is done; not compared.</summary>
    Prepared,
}
