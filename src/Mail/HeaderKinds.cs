namespace Causeway.Mail;

/// <summary>The fields that a border may have to remove.</summary>
[Flags]
public enum HeaderKinds
{
    None = 0,

    /// <summary><c>X-Causeway-*</c>.</summary>
    Ours = 1,

    /// <summary><c>X-MS-Exchange-Organization-*</c>, <c>-Forest-*</c> and <c>-CrossPremises-*</c>.</summary>
    Exchange = 2,

    /// <summary><c>Authentication-Results</c> that claim to be ours (RFC 8601 section 5).</summary>
    AuthenticationResults = 4,

    /// <summary><c>X-Causeway-Authentication</c>: what one of our sites found out about the sender.</summary>
    Verdict = 8,

    /// <summary>The two of <see cref="SourceHeader"/>.</summary>
    Source = 16,

    /// <summary>What unattributed mail loses: all of these.</summary>
    Border = Ours | Exchange | AuthenticationResults | Verdict | Source,
}
