namespace Causeway.Authentication.Dkim;

/// <summary>How the look-up of a key ended.</summary>
internal enum KeyStatus
{
    Found,

    /// <summary>There is no such name, or it has no text.</summary>
    None,

    /// <summary>There is text, but none that is a key record.</summary>
    Broken,

    /// <summary>DNS cannot say for now.</summary>
    TempError,
}
