using System.Buffers.Binary;
using System.Collections.Immutable;
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

    /// <summary>The users whose passwords are guessed from many networks.</summary>
    public ImmutableArray<AttackedAccount> Attacked => limits.Attacked(user => credentials.KeysOf(user) is not null);

    /// <summary>False where the password was changed or removed since.</summary>
    public bool IsStillGood(SignedIn signedIn) => credentials.KeysOf(signedIn.User)?.Holds(signedIn.By) == true;

    /// <summary>PLAIN and LOGIN: the user where name and password fit, or the refusal.</summary>
    public async ValueTask<(SignedIn? User, SmtpReply? Refusal)> ByPasswordAsync(
        IPAddress from, string name, string password, CancellationToken ct)
    {
        if (name.Length > LongestName || password.Length > LongestPassword)
        {
            return Refused(Reason.AuthenticationFailed);
        }

        name = Canonical(name);
        var known = Find(name);
        var print = Fingerprint(name, password, known?.Keys);
        var standing = limits.Begin(from, name, print);
        if (standing != SignInStanding.Free)
        {
            return Refused(
                standing == SignInStanding.KnownWrong ? Reason.AuthenticationFailed : Reason.TooManySignIns);
        }

        bool? isGood = null;
        try
        {
            var (hasRun, by) = await derivations.RunAsync(() => Look(name, known?.Keys, password), ct)
                .ConfigureAwait(false);
            isGood = hasRun ? by is not null : null;
            return !hasRun ? Refused(Reason.SignInsBusy)
                : by is null ? Refused(Reason.AuthenticationFailed)
                : (new SignedIn(known!.Value.User, by), null);
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
        if (Find(name) is { Keys: var keys })
        {
            return new ScramStart(keys.Salt, keys.Iterations);
        }

        // Nobody is to learn who exists (RFC 5802 section 9): the same name always gets the same salt.
        var salt = HMACSHA256.HashData(fakeSecret(), Encoding.UTF8.GetBytes(name));
        return new ScramStart(Convert.ToBase64String(salt.AsSpan(0, 16)), ScramKeys.DefaultIterations);
    }

    /// <summary>The end of a SCRAM exchange: the user whose proof it is, or the refusal.</summary>
    public (SignedIn? User, SmtpReply? Refusal) ByProof(IPAddress from, ScramProof proof)
    {
        if (proof.User.Length > LongestName)
        {
            return Refused(Reason.AuthenticationFailed);
        }

        var name = Canonical(proof.User);
        if (limits.Begin(from, name, fingerprint: null) != SignInStanding.Free)
        {
            return Refused(Reason.TooManySignIns);
        }

        var known = Find(name);
        var by = known?.Keys.Proved(proof.AuthMessage, proof.Proof);
        limits.End(from, name, fingerprint: null, by is not null);
        return by is null ? Refused(Reason.AuthenticationFailed) : (new SignedIn(known!.Value.User, by), null);
    }

    public void Dispose() => derivations.Dispose();

    private static (SignedIn? User, SmtpReply? Refusal) Refused(Reason reason) => (null, ReplyTable.For(reason));

    // One spelling for each user, so that another one is no other account.
    private static string Canonical(string name) =>
        (EmailAddress.TryParse(name, out var user) ? user.ToString() : name).ToLowerInvariant();

    private (EmailAddress User, UserKeys Keys)? Find(string name) =>
        EmailAddress.TryParse(name, out var user) && credentials.KeysOf(user) is { } keys ? (user, keys) : null;

    // A user that nobody has costs as much time as one with a wrong password.
    private NamedKeys? Look(string name, UserKeys? known, string password)
    {
        if (known is null)
        {
            var start = BeginScram(name);
            ScramKeys.Derive(password, start.Salt, start.Iterations);
        }

        return known?.Accepting(password);
    }

    // Of this run alone, and of these keys: once the password is another, it is looked at again.
    private ulong Fingerprint(string name, string password, UserKeys? known) =>
        BinaryPrimitives.ReadUInt64LittleEndian(HMACSHA256.HashData(
            printSecret, Encoding.UTF8.GetBytes($"{name}\0{password}\0{known}")));
}
