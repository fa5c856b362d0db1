using Causeway.Transport;
using Causeway.Transport.Submission;
using Causeway.Watching;

namespace Causeway.Running;

/// <summary>How people sign in at a site, and what an observer sees of guessing.</summary>
internal static class SiteSignIns
{
    public static SignIns Create(
        CredentialFile file, Tenants tenants, SiteDirectories directories, SiteSettings settings,
        TimeProvider clock) => new(
            new SiteCredentials(tenants, directories, file),
            new SignInLimits(settings.IsLab ? SignInPolicy.Lab : new SignInPolicy(), clock),
            KeyDerivations.OfMachine(clock),
            () => tenants.First.Identity.TraceKey.Derive("salts of users that nobody has"));

    public static Observation Tell(Observation seen, SignIns? signIns) => signIns is null ? seen : seen with
    {
        LockedNetworks =
        [
            .. signIns.Limits.Locked.Select(
                one => new LockedNetworkSeen(one.Network, one.Failures, one.Since, one.Until)),
        ],
        AttackedAccounts =
        [
            .. signIns.Attacked.Select(one => new AttackedAccountSeen(one.User, one.Failures, one.Since)),
        ],
    };
}
