using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>
/// Users and their keys, and their text: <c>ADDRESS SCRAM-SHA-256$… [lab]</c> for a main password and
/// <c>ADDRESS SCRAM-SHA-256$… app:NAME</c> for an app password, one a line. Lines that are neither are passed over.
/// </summary>
public sealed record CredentialTable(ImmutableDictionary<EmailAddress, UserKeys> Users)
{
    private const string LabMark = "lab";
    private const string AppMark = "app:";

    public static CredentialTable Empty { get; } = new(ImmutableDictionary<EmailAddress, UserKeys>.Empty);

    /// <summary>The user's keys, empty for a user without any.</summary>
    public UserKeys this[EmailAddress user] => Users.GetValueOrDefault(user) ?? new UserKeys { User = user };

    public static CredentialTable Parse(string text)
    {
        var users = ImmutableDictionary.CreateBuilder<EmailAddress, UserKeys>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(line) is { } read)
            {
                users[read.User] = Merge(users.GetValueOrDefault(read.User), read);
            }
        }

        return new CredentialTable(users.ToImmutable());
    }

    public static bool IsLine(string line) => Read(line) is not null;

    /// <summary>With these keys instead of the user's; without the user where there are none.</summary>
    public CredentialTable With(UserKeys keys) => new(
        keys.First is null ? Users.Remove(keys.User) : Users.SetItem(keys.User, keys));

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var user in Users.Values.OrderBy(user => user.User.ToString(), StringComparer.Ordinal))
        {
            if (user.Main is { } main)
            {
                text.Append($"{user.User} {main}{(user.IsOfLab ? " " + LabMark : "")}\n");
            }

            foreach (var (name, keys) in user.Apps)
            {
                text.Append($"{user.User} {keys} {AppMark}{name}\n");
            }
        }

        return text.ToString();
    }

    private static UserKeys? Read(string line)
    {
        var words = line.Split(' ');
        if (words.Length is not (2 or 3)
            || !EmailAddress.TryParse(words[0], out var user) || !ScramKeys.TryParse(words[1], out var keys))
        {
            return null;
        }

        var read = new UserKeys { User = user };
        return words is [_, _, var mark] && mark.StartsWith(AppMark, StringComparison.Ordinal)
            ? UserKeys.IsName(mark[AppMark.Length..])
                ? read with { Apps = read.Apps.Add(mark[AppMark.Length..], keys) }
                : null
            : words.Length == 2 || words[2] == LabMark
                ? read with { Main = keys, IsOfLab = words.Length == 3 }
                : null;
    }

    private static UserKeys Merge(UserKeys? known, UserKeys read) => known is null ? read : known with
    {
        Main = read.Main ?? known.Main,
        IsOfLab = read.Main is null ? known.IsOfLab : read.IsOfLab,
        Apps = known.Apps.SetItems(read.Apps),
    };
}
