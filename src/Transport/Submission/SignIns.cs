using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>Finds out whether somebody is the user whose name was given.</summary>
public sealed class SignIns(ICredentials credentials)
{
    // A user that nobody has costs as much time as one with a wrong password.
    private static readonly Lazy<UserKeys> Nobody = new(() => UserKeys.Of(ScramKeys.Derive("")));

    /// <summary>The user where name and password fit; null otherwise. Costs a key derivation.</summary>
    public Task<SignedIn?> ByPasswordAsync(string name, string password, CancellationToken ct) => Task.Run(
        () =>
        {
            var known = EmailAddress.TryParse(name, out var user) ? credentials.KeysOf(user) : null;
            var found = (known ?? Nobody.Value).Accepting(password);
            return known is not null && found is not null ? new SignedIn(user, found) : null;
        }, ct);

    /// <summary>False where the password was changed or removed since.</summary>
    public bool IsStillGood(SignedIn signedIn) => credentials.KeysOf(signedIn.User)?.Holds(signedIn.By) == true;
}
