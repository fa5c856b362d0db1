using Causeway.Core.Addresses;

namespace Causeway.Smtp.Wire;

/// <summary>
/// The forward-path of RCPT (RFC 5321 section 4.1.1.3): an address, or the bare <c>&lt;Postmaster&gt;</c> of the server
/// that reads it.
/// </summary>
public readonly record struct ForwardPath(EmailAddress? Address)
{
    public static ForwardPath BarePostmaster => default;

    public bool IsBarePostmaster => Address is null;

    /// <summary>The address; the bare postmaster is taken for the postmaster of <paramref name="local"/>.</summary>
    public EmailAddress At(DomainName local) => Address ?? EmailAddress.Parse($"postmaster@{local}");

    public override string ToString() => Address?.ToString() ?? "Postmaster";
}
