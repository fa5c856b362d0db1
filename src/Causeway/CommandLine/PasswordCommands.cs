using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary>
/// <c>recipient password</c> and <c>recipient app-password add|list|remove</c>: a user's passwords, at every site of
/// the organization. A password becomes keys here; what a site is handed cannot be signed in with.
/// </summary>
internal sealed class PasswordCommands
{
    private const string LabPassword = Lab.LabHosts.Password;
    private const int LeastLength = 8;
    private const int MostLength = 200;

    // 20 of 32 letters: 100 bits. None of them is mistaken for another one.
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    private readonly Argument<string> address = new("ADDRESS") { Description = "the mailbox's primary address" };
    private readonly Option<string> data = DataFolder.Option();
    private readonly Option<string?> organization = new("--organization")
    {
        Description = "whose directory; needed where the sites serve several", HelpName = "NAME",
    };

    private PasswordCommands()
    {
    }

    public static Command Password()
    {
        var commands = new PasswordCommands();
        var command = commands.With(
            new Command("password", "Set a user's main password; it is read from standard input, one line."));
        command.SetAction(commands.SetMainAsync);
        return command;
    }

    public static Command AppPassword()
    {
        var (add, list, remove) = (new PasswordCommands(), new PasswordCommands(), new PasswordCommands());
        var (addName, removeName) = (NameArgument(), NameArgument());
        var json = TopologyInput.JsonOption();
        var adding = add.With(
            new Command("add", "Make a further password, for one app or device; it is shown once."), addName);
        adding.SetAction((parsed, ct) => add.AddAsync(parsed, parsed.GetValue(addName)!, ct));
        var listing = list.With(new Command("list", "List the names of a user's app passwords."));
        listing.Add(json);
        listing.SetAction((parsed, ct) => list.ListAsync(parsed, parsed.GetValue(json), ct));
        var removing = remove.With(
            new Command("remove", "Remove one; who is signed in with it can send no further message."), removeName);
        removing.SetAction((parsed, ct) => remove.RemoveAsync(parsed, parsed.GetValue(removeName)!, ct));
        return new Command("app-password", "Give apps and devices passwords of their own, and take them away.")
        {
            adding, listing, removing,
        };
    }

    private static Argument<string> NameArgument() => new("NAME")
    {
        Description = "what the password is for, such as phone",
    };

    private Command With(Command command, Argument<string>? name = null)
    {
        command.Add(address);
        if (name is not null)
        {
            command.Add(name);
        }

        command.Add(data);
        command.Add(organization);
        return command;
    }

    private async Task<int> SetMainAsync(ParseResult parsed, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(parsed.GetValue(address), out var user))
        {
            return Wrong($"'{parsed.GetValue(address)}' is no mail address; write local@domain.");
        }

        var folders = DataFolder.Folders(parsed.GetValue(data)!);
        if (folders.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {parsed.GetValue(data)} holds no site's data; start the site once with `causeway up`.")
                .ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }

        if (!Console.IsInputRedirected)
        {
            await Console.Error.WriteAsync($"password for {user}: ").ConfigureAwait(false);
        }

        var password = await Console.In.ReadLineAsync(ct).ConfigureAwait(false) ?? "";
        if (password.Length is < LeastLength or > MostLength || password == LabPassword
            || password.Any(letter => letter is < ' ' or > '~'))
        {
            // Beyond ASCII the same password would be other octets in SCRAM than in PLAIN (RFC 5802 section 2.2).
            return Wrong($"a password has {LeastLength} to {MostLength} letters, digits, signs and spaces of ASCII and "
                + "is not the lab's; nothing was changed.");
        }

        if (!folders.Any(IsRunning))
        {
            return await PasswordFiles.SetAsync(folders, user, password, ct).ConfigureAwait(false);
        }

        using var keeper = await PasswordKeeper.OpenAsync(
            parsed.GetValue(data)!, parsed.GetValue(organization), $"{user}", ct).ConfigureAwait(false);
        if (keeper is { Answer.IsElsewhere: true })
        {
            return await PasswordFiles.SetAsync(folders, user, password, ct).ConfigureAwait(false);
        }

        return keeper?.Passwords is not { } seen
            ? keeper?.SayWhyNot() ?? ExitCode.Usage
            : await keeper.OrderAsync(DirectoryOrderKind.SetPassword, null, seen.Apps.Count > 0
                ? ScramKeys.Derive(password, seen.Salt, seen.Iterations)
                : ScramKeys.Derive(password), ct).ConfigureAwait(false);
    }

    private async Task<int> AddAsync(ParseResult parsed, string name, CancellationToken ct)
    {
        using var keeper = await OpenAsync(parsed, ct).ConfigureAwait(false);
        if (keeper?.Passwords is not { } seen)
        {
            return keeper?.SayWhyNot() ?? ExitCode.Usage;
        }

        var letters = RandomNumberGenerator.GetString(Letters, 20);
        var password = string.Join('-', letters.Chunk(5).Select(group => new string(group)));
        var result = await keeper.OrderAsync(DirectoryOrderKind.AddPassword, name, seen.HasMain
            ? ScramKeys.Derive(password, seen.Salt, seen.Iterations)
            : ScramKeys.Derive(password), ct).ConfigureAwait(false);
        if (result == ExitCode.Good)
        {
            Console.WriteLine(password);
        }

        return result;
    }

    private async Task<int> ListAsync(ParseResult parsed, bool json, CancellationToken ct)
    {
        using var keeper = await OpenAsync(parsed, ct).ConfigureAwait(false);
        if (keeper?.Passwords is not { } seen)
        {
            return keeper?.SayWhyNot() ?? ExitCode.Usage;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(seen, Json.Readable.PasswordsSeen));
        }
        else
        {
            Console.WriteLine(seen.HasMain
                ? $"a main password, {Words.Count(seen.Apps.Count, "app password")}"
                : "no password in the directory");
            seen.Apps.ToList().ForEach(Console.WriteLine);
        }

        return ExitCode.Good;
    }

    private async Task<int> RemoveAsync(ParseResult parsed, string name, CancellationToken ct)
    {
        using var keeper = await OpenAsync(parsed, ct).ConfigureAwait(false);
        return keeper?.Passwords is null
            ? keeper?.SayWhyNot() ?? ExitCode.Usage
            : await keeper.OrderAsync(DirectoryOrderKind.RemovePassword, name, null, ct).ConfigureAwait(false);
    }

    private Task<PasswordKeeper?> OpenAsync(ParseResult parsed, CancellationToken ct) => PasswordKeeper.OpenAsync(
        parsed.GetValue(data)!, parsed.GetValue(organization), parsed.GetValue(address)!, ct);

    private static bool IsRunning(SiteFolder folder)
    {
        using var site = ApiClient.TryOpen(folder);
        return site is not null;
    }

    private static int Wrong(string what)
    {
        Console.Error.WriteLine($"causeway: {what}");
        return ExitCode.Usage;
    }
}
