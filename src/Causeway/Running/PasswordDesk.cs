using System.Collections.Immutable;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Transport.Submission;

namespace Causeway.Running;

/// <summary>
/// Carries out orders about passwords where the directory is kept. It is handed keys and never a password, and records
/// neither.
/// </summary>
internal sealed class PasswordDesk(DirectoryStore store, SiteName here, AuditLog audit)
{
    public static bool IsForIt(DirectoryOrder order) => order.Kind is DirectoryOrderKind.ListPasswords
        or DirectoryOrderKind.SetPassword or DirectoryOrderKind.AddPassword or DirectoryOrderKind.RemovePassword;

    public DirectoryAnswer CarryOut(string organization, DirectoryOrder order)
    {
        if (order.Addresses is not [var text] || !EmailAddress.TryParse(text, out var user))
        {
            return DirectoryAnswer.Refused(
                $"'{string.Join(", ", order.Addresses)}' is no mail address; write local@domain.");
        }

        DirectoryAnswer? answer = null;
        try
        {
            store.Change([organization], (_, state) =>
            {
                (answer, var changes) = Judge(organization, order, user, state);
                return changes;
            });
        }
        catch (IOException fault)
        {
            return DirectoryAnswer.Refused($"{here} could not record it, and changed nothing: {fault.Message}");
        }

        return answer!;
    }

    private (DirectoryAnswer Answer, ImmutableArray<DirectoryChange> Changes) Judge(
        string organization, DirectoryOrder order, EmailAddress user, DirectoryState state)
    {
        var number = state.Position.Number;
        var has = UserKeys.TryParse(state.EntryOf(user).Keys, out var read) ? read : null;
        if (FaultOf(state, user) is { } nobody)
        {
            return (DirectoryAnswer.Refused(nobody), []);
        }

        if (order.Kind == DirectoryOrderKind.ListPasswords)
        {
            return (new DirectoryAnswer(true, number, [], []) { Passwords = Seen(has) }, []);
        }

        var wanted = Wanted(order, user, has, out var what, out var fault);
        if (wanted is null)
        {
            return (DirectoryAnswer.Refused(fault), []);
        }

        var judged = DirectoryJudgement.Of(state, [new DirectoryEdit.SetKeys(user, wanted.ToString())]);
        if (!judged.Faults.IsEmpty || judged.Changes.IsEmpty || order.IsDryRun)
        {
            return (new DirectoryAnswer(judged.Faults.IsEmpty, number, [], judged.Faults), []);
        }

        // First the record: what is not recorded does not count.
        audit.Append([new AuditChange(order.Who, "recipient.password", organization, null, what)]);
        return (new DirectoryAnswer(true, number + 1, [what], []), judged.Changes);
    }

    private static string? FaultOf(DirectoryState state, EmailAddress user) => state.EntryOf(user).Record switch
    {
        null => $"no recipient has the primary address {user}; `causeway recipient list {user}` finds the owner of "
            + "a proxy.",
        { HoldsMail: false } other =>
            $"{user} is a {other.Kind.ToString().ToLowerInvariant()}; a password belongs to somebody with a mailbox.",
        _ => null,
    };

    private static PasswordsSeen Seen(UserKeys? has) => has is null
        ? new PasswordsSeen(0, "", false, [])
        : new PasswordsSeen(has.Iterations, has.Salt, true, [.. has.All.Skip(1).Select(one => one.Name)]);

    private static UserKeys? Wanted(
        DirectoryOrder order, EmailAddress user, UserKeys? has, out string what, out string fault)
    {
        var name = order.Kind == DirectoryOrderKind.SetPassword ? NamedKeys.Main : order.PasswordName ?? "";
        (what, fault) = ("", "");
        if (name != NamedKeys.Main && !NamedKeys.IsAppName(name))
        {
            fault = $"'{name}' is no name of an app password; write up to 40 letters, digits, '.', '-' or '_'.";
            return null;
        }

        var isThere = has?.All.Any(one => one.Name == name) == true;
        if (order.Kind == DirectoryOrderKind.RemovePassword)
        {
            what = $"{user}: app password '{name}' removed";
            fault = isThere ? "" : $"{user} has no app password '{name}'.";
            return isThere && name != NamedKeys.Main ? has!.Without(name) : null;
        }

        if (!ScramKeys.TryParse(order.Keys ?? "", out var keys))
        {
            fault = "what came is no SCRAM-SHA-256 keys; use a `causeway recipient` of this version.";
            return null;
        }

        if (order.Kind == DirectoryOrderKind.SetPassword)
        {
            what = $"{user}: password set";
            fault = Unfit(user);
            return has is null ? UserKeys.Of(keys)
                : has.All.Length == 1 || has.Fits(keys) ? has.With(new NamedKeys(name, keys))
                : null;
        }

        what = $"{user}: app password '{name}' added";
        fault = has is null ? $"{user} has no password in the directory; set it first with "
                + $"`causeway recipient password {user}`."
            : isThere ? $"{user} has an app password '{name}' already; remove it first, or write another name."
            : has.All.Length > UserKeys.MostApps ? $"{user} has {UserKeys.MostApps} app passwords; remove one first."
            : has.Fits(keys) ? "" : Unfit(user);
        return fault.Length == 0 ? has!.With(new NamedKeys(name, keys)) : null;
    }

    private static string Unfit(EmailAddress user) => $"the passwords of {user} were changed meanwhile; say it again.";
}
