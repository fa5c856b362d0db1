namespace Causeway.Core.Envelopes;

/// <summary>How much of the message a failure notification brings back (RFC 3461 section 4.3).</summary>
public enum ReturnContent
{
    Unspecified,

    Full,

    Headers,
}
