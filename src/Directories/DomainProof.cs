namespace Causeway.Directories;

/// <summary>That a domain is its organization's, as the directory's primary knows it.</summary>
/// <param name="By">Where the proof was seen last.</param>
/// <param name="Since">Since when the domain counts as proved.</param>
/// <param name="LastSeen">When the proof was last there; null where it never was.</param>
/// <param name="MissingSince">Since when it is not there any more; null where it is, or never was.</param>
public sealed record DomainProof(
    ProofSource By, DateTimeOffset Since, DateTimeOffset? LastSeen, DateTimeOffset? MissingSince)
{
    /// <summary>
    /// True where it counts before another organization's proof of the same domain: it is there and the other is not,
    /// or it was seen later.
    /// </summary>
    public bool CountsBefore(DomainProof other) =>
        (MissingSince is null, LastSeen ?? DateTimeOffset.MinValue).CompareTo(
            (other.MissingSince is null, other.LastSeen ?? DateTimeOffset.MinValue)) > 0;

    /// <summary>After it was seen.</summary>
    public DomainProof Seen(ProofSource by, DateTimeOffset at) =>
        this with { By = by, LastSeen = at, MissingSince = null };

    /// <summary>After it was not there; what was never seen is not missed.</summary>
    public DomainProof Missed(DateTimeOffset at) =>
        LastSeen is null ? this : this with { MissingSince = MissingSince ?? at };
}

/// <summary>Where a proof was found.</summary>
public enum ProofSource
{
    /// <summary>A TXT record of the domain.</summary>
    Txt,

    /// <summary>An MX record of the domain.</summary>
    Mx,

    /// <summary>A file on the web site of the domain.</summary>
    File,

    /// <summary>Nowhere: the site served the domain before domains were proved.</summary>
    Upgrade,
}
