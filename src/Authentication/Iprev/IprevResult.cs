namespace Causeway.Authentication.Iprev;

/// <summary>Whether an address and its names agree, in the words of RFC 8601 section 2.7.3.</summary>
public enum IprevResult
{
    Pass,

    /// <summary>The address has names, and none of them leads back to it.</summary>
    Fail,

    /// <summary>DNS gave no answer for now.</summary>
    TempError,

    /// <summary>The address has no name.</summary>
    PermError,
}
