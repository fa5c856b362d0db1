using System.CommandLine;
using Causeway.Admin;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary><c>recipient password ADDRESS</c>: sets the password with which a mailbox's owner submits mail.</summary>
internal static class RecipientPassword
{
    private const string LabPassword = Lab.LabHosts.Password;

    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "the mailbox's address" };
        var data = DataFolder.Option();
        var password = new Command("password", "Set a password; it is read from standard input, one line.")
        {
            address, data,
        };
        password.SetAction((parsed, ct) =>
            SetAsync(parsed.GetValue(address)!, parsed.GetValue(data)!, ct));
        return password;
    }

    private static async Task<int> SetAsync(string text, string data, CancellationToken ct)
    {
        var (user, sites, fault) = await PasswordOrders.FindAsync(text, data).ConfigureAwait(false);
        if (fault != ExitCode.Good)
        {
            return fault;
        }

        if (!Console.IsInputRedirected)
        {
            await Console.Error.WriteAsync($"password for {user}: ").ConfigureAwait(false);
        }

        var password = await Console.In.ReadLineAsync(ct).ConfigureAwait(false) ?? "";
        if (password.Length < 8 || password == LabPassword)
        {
            await Console.Error.WriteLineAsync(
                "causeway: a password has at least 8 characters and is not the lab's; nothing was changed.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        // One derivation serves every site, but for those where app passwords say with which salt.
        var fresh = ScramKeys.Derive(password);
        return await PasswordOrders.ChangeAsync(
            sites, user, new AuditNote("recipient.password", user.ToString(), null, "set"), "set",
            keys => keys with
            {
                Main = keys.Apps.IsEmpty ? fresh : keys.Derive(password), IsOfLab = false,
            }, ct).ConfigureAwait(false);
    }
}
