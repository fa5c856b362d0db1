using System.Security.Cryptography;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Submission;

/// <summary>
/// A site's credentials: a file of mode 0600 with the text of a <see cref="CredentialTable"/>, read again when it
/// changes. A site that listens to others refuses to start with users of the lab.
/// </summary>
public sealed class CredentialFile(string path) : ICredentials
{
    // The last line: whoever reads credentials takes it for no user.
    private const string SumMark = "# sha256 ";

    private readonly Lock gate = new();
    private CredentialTable table = CredentialTable.Empty;
    private DateTime readAt;

    public bool HoldsLabUsers => Read().Users.Values.Any(user => user.IsOfLab);

    public UserKeys? KeysOf(EmailAddress user) => Read().Users.GetValueOrDefault(user);

    public void Set(IEnumerable<(EmailAddress User, ScramKeys Keys)> entries, bool isOfLab = false) => Change(
        before => entries.Aggregate(before, (all, entry) =>
            all.With(all[entry.User] with { Main = entry.Keys, IsOfLab = isOfLab })));

    public void Change(Func<CredentialTable, CredentialTable> change)
    {
        lock (gate)
        {
            var text = change(Read()).ToString();
            PrivateFile.Write(path, $"{text}{SumMark}{SumOf(text)}\n");
        }
    }

    /// <summary>What is wrong with a file, for a person; null where it is as it was written.</summary>
    public static string? DamageOf(string path)
    {
        var text = File.ReadAllText(path);
        var mark = text.LastIndexOf(SumMark, StringComparison.Ordinal);
        var users = mark < 0 ? text : text[..mark];
        var unread = users.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Count(line => !CredentialTable.IsLine(line));
        return unread > 0 ? $"{unread} of its lines are no user with keys, and are passed over."
            : mark >= 0 && text[mark..] != $"{SumMark}{SumOf(users)}\n"
            ? "It is not as it was written: a user's password may be refused, or a user is missing."
            : null;
    }

    public CredentialTable Read()
    {
        lock (gate)
        {
            var written = File.GetLastWriteTimeUtc(path);
            if (File.Exists(path) && written != readAt)
            {
                table = CredentialTable.Parse(File.ReadAllText(path));
                readAt = written;
            }

            return table;
        }
    }

    private static string SumOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
