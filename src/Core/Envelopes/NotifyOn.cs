namespace Causeway.Core.Envelopes;

/// <summary>When the sender wants a delivery status notification for a recipient (RFC 3461 section 4.1).</summary>
[Flags]
public enum NotifyOn
{
    /// <summary>Nothing was said: failures and delays are told (RFC 3461 section 4.1).</summary>
    Unspecified = 0,

    /// <summary>Not even a failure; stands alone.</summary>
    Never = 1,

    Success = 2,

    Failure = 4,

    Delay = 8,
}
