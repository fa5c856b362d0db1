using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>Where a site finds the passwords of its users.</summary>
public interface ICredentials
{
    /// <summary>The passwords of a user as they are at this moment; null where he has none.</summary>
    UserKeys? KeysOf(EmailAddress user);
}
