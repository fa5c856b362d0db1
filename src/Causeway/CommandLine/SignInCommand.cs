using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary><c>sign-in list|release</c>: who is kept from signing in since passwords were guessed.</summary>
internal static class SignInCommand
{
    public static Command Create() => new(
        "sign-in", "See which networks are locked out for guessing passwords, and let them in again.")
    {
        List(), Release(),
    };

    private static Command List()
    {
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var command = new Command("list", "List locked networks, and accounts at which passwords are guessed.")
        {
            data, json,
        };
        command.SetAction((parsed, ct) => ListAsync(parsed.GetValue(data)!, parsed.GetValue(json), ct));
        return command;
    }

    private static Command Release()
    {
        var whom = new Argument<string>("NETWORK|ADDRESS")
        {
            Description = "an IP address or network as `list` shows it, or a user's address",
        };
        var data = DataFolder.Option();
        var command = new Command("release", "Let a network or an account try again at once.") { whom, data };
        command.SetAction((parsed, ct) => ReleaseAsync(parsed.GetValue(whom)!, parsed.GetValue(data)!, ct));
        return command;
    }

    private static async Task<int> ListAsync(string data, bool json, CancellationToken ct)
    {
        var rows = new List<SignInJson>();
        foreach (var site in Running(data))
        {
            using (site)
            {
                var seen = (await site.StatusAsync(ct).ConfigureAwait(false)).Observation;
                rows.AddRange(seen.LockedNetworks.Select(network => new SignInJson(
                    site.Site, network.Network, null, network.Failures, network.Since, network.Until)));
                rows.AddRange(seen.AttackedAccounts.Select(account => new SignInJson(
                    site.Site, null, account.User, account.Failures, account.Since, null)));
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. rows], Json.Readable.SignInJsonArray));
            return ExitCode.Good;
        }

        foreach (var row in rows)
        {
            Console.WriteLine(row.Until is { } until
                ? $"{row.Site}  {row.Network}  locked out until {Judge.Time(until)} after {row.Failures} failures"
                : $"{row.Site}  {row.User}  {row.Failures} failures since {Judge.Time(row.Since)}");
        }

        if (rows.Count == 0)
        {
            await Console.Error.WriteLineAsync("causeway: nobody is kept from signing in.").ConfigureAwait(false);
        }

        return ExitCode.Good;
    }

    private static async Task<int> ReleaseAsync(string whom, string data, CancellationToken ct)
    {
        var isReleased = false;
        foreach (var site in Running(data))
        {
            using (site)
            {
                if (await site.ReleaseSignInAsync(whom, ct).ConfigureAwait(false))
                {
                    isReleased = true;
                    Console.WriteLine($"released at {site.Site}");
                }
            }
        }

        if (!isReleased)
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {whom} was not kept from signing in anywhere; see `causeway sign-in list`.")
                .ConfigureAwait(false);
        }

        return isReleased ? ExitCode.Good : ExitCode.No;
    }

    // What a stopped site knew is gone with it.
    private static List<ApiClient> Running(string data)
    {
        var sites = DataFolder.Open(data).OfType<ApiClient>().ToList();
        return sites.Count > 0
            ? sites
            : throw new IOException("no site runs there; start one with `causeway up`.");
    }
}
