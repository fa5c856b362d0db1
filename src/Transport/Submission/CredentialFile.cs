using Causeway.Core.Addresses;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Submission;

/// <summary>
/// A site's credentials: a file of mode 0600 with one <c>address SCRAM-SHA-256$…</c> a line, read again when it
/// changes.
/// Users of the lab carry a third word, <c>lab</c>; a site that listens to others refuses to start with them.
/// </summary>
public sealed class CredentialFile(string path)
{
    private const string LabMark = "lab";

    // A user that nobody has costs as much time as one with a wrong password.
    private static readonly Lazy<ScramKeys> Nobody = new(() => ScramKeys.Derive(""));

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

    /// <summary>The user's address where name and password fit; null otherwise. Costs a key derivation.</summary>
    public EmailAddress? Authenticate(string name, string password)
    {
        Refresh();
        var known = EmailAddress.TryParse(name, out var user) && users.ContainsKey(user);
        var keys = known ? users[user].Keys : Nobody.Value;
        return keys.Accepts(password) && known ? user : null;
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

            PrivateFile.Write(path, string.Concat(all.Select(user =>
                $"{user.Key} {user.Value.Keys}{(user.Value.IsOfLab ? " " + LabMark : "")}\n")));
        }
    }

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
