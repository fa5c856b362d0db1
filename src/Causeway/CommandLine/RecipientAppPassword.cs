using System.CommandLine;
using System.Security.Cryptography;
using Causeway.Admin;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary>
/// <c>recipient app-password add|list|remove</c>: passwords of their own for a user's programs, each with a name.
/// </summary>
internal static class RecipientAppPassword
{
    // Without signs that look alike; 20 of 32 are 100 bits.
    private const string Signs = "abcdefghijkmnpqrstuvwxyz23456789";

    public static Command Create() => new(
        "app-password", "Give a user's programs passwords of their own, and take them back.")
    {
        WithName("add", "Make a password; it is printed once and kept nowhere.", AddAsync),
        List(),
        WithName("remove", "Take a password back: what was begun with it ends.", RemoveAsync),
    };

    private static Command WithName(
        string name, string description, Func<string, string, string, CancellationToken, Task<int>> run)
    {
        var address = Address();
        var of = new Argument<string>("NAME")
        {
            Description = "the password's name: 1 to 40 letters, digits, dots, hyphens and underscores",
        };
        of.Validators.Add(result =>
        {
            if (!UserKeys.IsName(result.GetValueOrDefault<string>()))
            {
                result.AddError($"'{result.GetValueOrDefault<string>()}' is no name of an app password; write 1 to 40 "
                    + "letters, digits, dots, hyphens and underscores.");
            }
        });
        var data = DataFolder.Option();
        var command = new Command(name, description) { address, of, data };
        command.SetAction((parsed, ct) =>
            run(parsed.GetValue(address)!, parsed.GetValue(of)!, parsed.GetValue(data)!, ct));
        return command;
    }

    private static Command List()
    {
        var address = Address();
        var data = DataFolder.Option();
        var command = new Command("list", "List the names of a user's app passwords.") { address, data };
        command.SetAction((parsed, _) => ListAsync(parsed.GetValue(address)!, parsed.GetValue(data)!));
        return command;
    }

    private static Argument<string> Address() => new("ADDRESS") { Description = "the mailbox's address" };

    private static async Task<int> AddAsync(string text, string name, string data, CancellationToken ct)
    {
        var (user, sites, fault) = await PasswordOrders.FindAsync(text, data).ConfigureAwait(false);
        if (fault != ExitCode.Good)
        {
            return fault;
        }

        foreach (var site in sites)
        {
            var apps = new CredentialFile(site.Credentials).Read()[user].Apps;
            if (apps.ContainsKey(name) || apps.Count >= UserKeys.MostApps)
            {
                await Console.Error.WriteLineAsync(apps.ContainsKey(name)
                    ? $"causeway: {user} has an app password '{name}' at {site.Site}; remove it first, or write "
                        + "another name."
                    : $"causeway: {user} has {apps.Count} app passwords at {site.Site}, which is the most; remove one "
                        + "first.").ConfigureAwait(false);
                return ExitCode.No;
            }
        }

        var password = string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Signs, 4)));
        var result = await PasswordOrders.ChangeAsync(
            sites, user, new AuditNote("recipient.app-password", user.ToString(), null, $"{name} added"), "added",
            keys => keys with { Apps = keys.Apps.SetItem(name, keys.Derive(password)) }, ct).ConfigureAwait(false);
        Console.WriteLine($"password: {password}");
        return result;
    }

    private static async Task<int> RemoveAsync(string text, string name, string data, CancellationToken ct)
    {
        var (user, sites, fault) = await PasswordOrders.FindAsync(text, data).ConfigureAwait(false);
        if (fault != ExitCode.Good)
        {
            return fault;
        }

        if (!sites.Any(site => new CredentialFile(site.Credentials).Read()[user].Apps.ContainsKey(name)))
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {user} has no app password '{name}'; see `causeway recipient app-password list {user}`.")
                .ConfigureAwait(false);
            return ExitCode.No;
        }

        return await PasswordOrders.ChangeAsync(
            sites, user, new AuditNote("recipient.app-password", user.ToString(), name, $"{name} removed"), "removed",
            keys => keys.Apps.ContainsKey(name) ? keys with { Apps = keys.Apps.Remove(name) } : null, ct)
            .ConfigureAwait(false);
    }

    private static async Task<int> ListAsync(string text, string data)
    {
        var (user, sites, fault) = await PasswordOrders.FindAsync(text, data).ConfigureAwait(false);
        if (fault != ExitCode.Good)
        {
            return fault;
        }

        foreach (var site in sites)
        {
            foreach (var name in new CredentialFile(site.Credentials).Read()[user].Apps.Keys)
            {
                Console.WriteLine($"{site.Site}  {name}");
            }
        }

        return ExitCode.Good;
    }
}
