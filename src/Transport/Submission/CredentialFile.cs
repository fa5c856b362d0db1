using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Submission;

/// <summary>
/// A site's own credentials, for users whose passwords are not in a directory: a file of mode 0600 with one
/// <c>address SCRAM-SHA-256$…</c> a line, read again when it changes.
/// Users of the lab carry a third word, <c>lab</c>; a site that listens to others refuses to start with them.
/// </summary>
public sealed class CredentialFile(string path) : ICredentials
{
    private const string LabMark = "lab";

    // The last line: whoever reads credentials takes it for no user.
    private const string SumMark = "# sha256 ";

    private readonly Lock gate = new();
    private Dictionary<EmailAddress, (ScramKeys Keys, bool IsOfLab)> users = [];
    private DateTime readAt;

    public bool HoldsLabUsers
    {
        get
        {
            Refresh();
            return users.Values.Any(user => user.IsOfLab);
        }
    }

    public UserKeys? KeysOf(EmailAddress user)
    {
        Refresh();
        return users.TryGetValue(user, out var found) ? UserKeys.Of(found.Keys) : null;
    }

    public void Set(IEnumerable<(EmailAddress User, ScramKeys Keys)> entries, bool isOfLab = false)
    {
        lock (gate)
        {
            Refresh();
            var all = new Dictionary<EmailAddress, (ScramKeys Keys, bool IsOfLab)>(users);
            foreach (var (user, keys) in entries)
            {
                all[user] = (keys, isOfLab);
            }

            var text = string.Concat(all.Select(user =>
                $"{user.Key} {user.Value.Keys}{(user.Value.IsOfLab ? " " + LabMark : "")}\n"));
            PrivateFile.Write(path, $"{text}{SumMark}{SumOf(text)}\n");
        }
    }

    /// <summary>What is wrong with a file, for a person; null where it is as it was written.</summary>
    public static string? DamageOf(string path)
    {
        var text = File.ReadAllText(path);
        var mark = text.LastIndexOf(SumMark, StringComparison.Ordinal);
        var users = mark < 0 ? text : text[..mark];
        var unread = users.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => !IsUser(line));
        return unread > 0 ? $"{unread} of its lines are no user with keys, and are passed over."
            : mark >= 0 && text[mark..] != $"{SumMark}{SumOf(users)}\n"
            ? "It is not as it was written: a user's password may be refused, or a user is missing."
            : null;
    }

    private static string SumOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static bool IsUser(string line) => line.Split(' ') is { Length: 2 or 3 } words
        && EmailAddress.TryParse(words[0], out _) && ScramKeys.TryParse(words[1], out _);

    private void Refresh()
    {
        lock (gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (!File.Exists(path) || written == readAt)
            {
                return;
            }

            var read = new Dictionary<EmailAddress, (ScramKeys Keys, bool IsOfLab)>();
            foreach (var line in File.ReadLines(path))
            {
                var words = line.Split(' ');
                if (words.Length is 2 or 3
                    && EmailAddress.TryParse(words[0], out var user) && ScramKeys.TryParse(words[1], out var keys))
                {
                    read[user] = (keys, words.Length == 3 && words[2] == LabMark);
                }
            }

            users = read;
            readAt = written;
        }
    }
}
