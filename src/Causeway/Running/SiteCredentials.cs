using Causeway.Core.Addresses;
using Causeway.Transport;
using Causeway.Transport.Submission;

namespace Causeway.Running;

/// <summary>
/// The passwords of a site's users: those of the directory, which are the same at every site, and for users who have
/// none there those of the site's own file.
/// </summary>
internal sealed class SiteCredentials(Tenants tenants, SiteDirectories directories, CredentialFile file) : ICredentials
{
    public UserKeys? KeysOf(EmailAddress user) => Text(user) is not { } text ? file.KeysOf(user)
        : UserKeys.TryParse(text, out var keys) ? keys
        : null;

    private string? Text(EmailAddress user) => tenants.Of(user.Domain) is { Organization.Name: var organization }
        ? directories.Store.StateOf(organization).EntryOf(user).Keys
        : null;
}
