namespace Causeway.Authentication.Dkim;

/// <summary>Where a key stands in its life.</summary>
public enum KeyState
{
    /// <summary>Its record is published, so that receivers know it when it begins to sign.</summary>
    Waiting,

    /// <summary>It signs, and its record is published.</summary>
    Signing,

    /// <summary>Another signs; what this one signed may still be on its way, so its record stays published.</summary>
    Retiring,

    /// <summary>Nothing that it signed is on its way any more: key and record may be removed.</summary>
    Removable,
}
