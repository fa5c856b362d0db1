namespace Causeway.Core.Topology;

/// <summary>Who knows the recipients of a domain that another product keeps.</summary>
public sealed record RecipientSource
{
    /// <summary>The next site is asked at RCPT TO, and its answers are remembered.</summary>
    public static RecipientSource CallAhead { get; } = new();

    /// <summary>The directory to read; null where the next site is asked.</summary>
    public LdapSource? Ldap { get; init; }

    public override string ToString() =>
        Ldap is { } ldap ? ldap.Server.GetLeftPart(UriPartial.Authority) : "call-ahead";
}
