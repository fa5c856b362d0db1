using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>Where the keys of users are: a file of the site, or the organization's directory.</summary>
public interface ICredentials
{
    /// <summary>The user's keys as they are at this moment; null where the user has none.</summary>
    UserKeys? KeysOf(EmailAddress user);
}
