using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Smtp.Server;

namespace Causeway.Transport.Submission;

/// <summary>
/// Signing in at a site: the limits before anything is computed, then the password or the proof against the user's
/// keys. Names that nobody has are answered as those of users are, in words and in time.
/// </summary>
/// <param name="fakeSecret">A secret from which salts of nobody are made, the same at every site.</param>
public sealed class SignIns(
    ICredentials credentials, SignInLimits limits, KeyDerivations derivations, Func<byte[]> fakeSecret)
    : IDisposable
{
    // RFC 5321 section 4.5.3.1: no address is longer; RFC 4616 section 2 has no limit for passwords, and needs one.
    private const int LongestName = 320;
    private const int LongestPassword = 1024;

    private readonly byte[] printSecret = RandomNumberGenerator.GetBytes(32);

    public SignInLimits Limits => limits;

    /// <summary>True where the user still has the keys that it signed in with.</summary>
    public bool StillHas(EmailAddress user, ScramKeys keys) =>
        credentials.KeysOf(user)?.All.Contains(keys) == true;

    /// <summary>PLAIN and LOGIN.</summary>
    public async ValueTask<SignInOutcome> WithPasswordAsync(
        IPAddress from, string name, string password, CancellationToken ct)
    {
        if (name.Length > LongestName || password.Length > LongestPassword)
        {
            return SignInOutcome.Refused(Reason.AuthenticationFailed);
        }

        name = Canonical(name);
        var known = Find(name);
        var print = Fingerprint(name, password, known);
        var standing = limits.Begin(from, name, print);
        if (standing != SignInStanding.Free)
        {
            return SignInOutcome.Refused(
                standing == SignInStanding.KnownWrong ? Reason.AuthenticationFailed : Reason.TooManySignIns);
        }

        bool? isGood = null;
        try
        {
            var (hasRun, keys) = await derivations.RunAsync(() => Look(name, known, password), ct)
                .ConfigureAwait(false);
            if (!hasRun)
            {
                return SignInOutcome.Refused(Reason.SignInsBusy);
            }

            isGood = keys is not null;
            return keys is null
                ? SignInOutcome.Refused(Reason.AuthenticationFailed)
                : new SignInOutcome(known!.User, keys, null);
        }
        finally
        {
            limits.End(from, name, print, isGood);
        }
    }

    /// <summary>What a SCRAM exchange begins with. It costs nothing, and nothing is counted yet.</summary>
    public ScramStart BeginScram(string name)
    {
        name = Canonical(name);
        if (Find(name)?.First is { } keys)
        {
            return new ScramStart(keys.Salt, keys.Iterations);
        }

        // RFC 5802 section 9 leaves it to the server not to tell who exists: the same name gets the same salt.
        var salt = HMACSHA256.HashData(fakeSecret(), Encoding.UTF8.GetBytes(name));
        return new ScramStart(Convert.ToBase64String(salt.AsSpan(0, 16)), ScramKeys.DefaultIterations);
    }

    /// <summary>The end of a SCRAM exchange.</summary>
    public SignInOutcome EndScram(IPAddress from, ScramProof proof)
    {
        if (proof.User.Length > LongestName)
        {
            return SignInOutcome.Refused(Reason.AuthenticationFailed);
        }

        var name = Canonical(proof.User);
        if (limits.Begin(from, name, fingerprint: null) != SignInStanding.Free)
        {
            return SignInOutcome.Refused(Reason.TooManySignIns);
        }

        var known = Find(name);
        var keys = known?.Find(proof.AuthMessage, proof.Proof);
        limits.End(from, name, fingerprint: null, keys is not null);
        return keys is null
            ? SignInOutcome.Refused(Reason.AuthenticationFailed)
            : new SignInOutcome(known!.User, keys, null);
    }

    // One spelling for each user, so that another one is no other account.
    private static string Canonical(string name) =>
        (EmailAddress.TryParse(name, out var user) ? user.ToString() : name).ToLowerInvariant();

    public void Dispose() => derivations.Dispose();

    private UserKeys? Find(string name) =>
        EmailAddress.TryParse(name, out var user) ? credentials.KeysOf(user) : null;

    // A user that nobody has costs as much time as one with a wrong password.
    private ScramKeys? Look(string name, UserKeys? known, string password)
    {
        if (known is null)
        {
            var start = BeginScram(name);
            ScramKeys.Derive(password, start.Salt, start.Iterations);
        }

        return known?.Find(password);
    }

    // Of this run alone, and of these keys: once the password is another, it is looked at again.
    private ulong Fingerprint(string name, string password, UserKeys? known)
    {
        var keys = string.Concat(known?.All.Select(one => one.StoredKey) ?? []);
        return BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(
            printSecret, Encoding.UTF8.GetBytes($"{name}\0{password}\0{keys}")));
    }
}
