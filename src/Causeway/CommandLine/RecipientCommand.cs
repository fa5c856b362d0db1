using System.CommandLine;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Keeping;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary><c>recipient password ADDRESS</c>: sets the password with which a mailbox's owner submits mail.</summary>
internal static class RecipientCommand
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
            SetPasswordAsync(parsed.GetValue(address)!, parsed.GetValue(data)!, ct));
        return new Command("recipient", "See and change who has which address, and what belongs to a recipient.")
        {
            RecipientListing.List(),
            RecipientOrders.Add(),
            RecipientOrders.Change(),
            RecipientOrders.Remove(),
            RecipientOrders.Import(),
            RecipientReply.Create(),
            RecipientListing.Export(),
            password,
        };
    }

    private static async Task<int> SetPasswordAsync(string text, string data, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(text, out var address))
        {
            await Console.Error.WriteLineAsync(
                $"causeway: '{text}' is no mail address; write local@domain.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var sites = DataFolder.Folders(data);
        if (sites.Count == 0)
        {
            await Console.Error.WriteLineAsync(
                $"causeway: {data} holds no site's data; start the site once with `causeway up`.")
                .ConfigureAwait(false);
            return ExitCode.CouldNotRun;
        }

        if (!Console.IsInputRedirected)
        {
            await Console.Error.WriteAsync($"password for {address}: ").ConfigureAwait(false);
        }

        var password = await Console.In.ReadLineAsync(ct).ConfigureAwait(false) ?? "";
        if (password.Length < 8 || password == LabPassword)
        {
            await Console.Error.WriteLineAsync(
                "causeway: a password has at least 8 characters and is not the lab's; nothing was changed.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var keys = ScramKeys.Derive(password);
        var result = ExitCode.Good;
        foreach (var site in sites)
        {
            try
            {
                await SetAsync(site, address, keys, ct).ConfigureAwait(false);
                Console.WriteLine($"set at {site.Site}");
            }
            catch (Exception fault) when (fault is IOException or InvalidDataException
                or UnauthorizedAccessException or HttpRequestException)
            {
                result = ExitCode.CouldNotRun;
                await Console.Error.WriteLineAsync($"causeway: not set at {site.Site}: {fault.Message}")
                    .ConfigureAwait(false);
            }
        }

        return result;
    }

    // First the note, then the password: what cannot be recorded is not done.
    private static async Task SetAsync(SiteFolder site, EmailAddress address, ScramKeys keys, CancellationToken ct)
    {
        site.Checked();
        using var running = ApiClient.TryOpen(site);
        if (running is not null)
        {
            await running.NoteAsync(new AuditNote("recipient.password", address.ToString(), null, "set"), ct)
                .ConfigureAwait(false);
            new CredentialFile(site.Credentials).Set([(address, keys)]);
            return;
        }

        var stopped = StoppedSite.Hold(site.Path, TimeProvider.System);
        await using (stopped.ConfigureAwait(false))
        {
            await stopped.NoteAsync("recipient.password", address.ToString(), null, "set", ct).ConfigureAwait(false);
            new CredentialFile(site.Credentials).Set([(address, keys)]);
        }
    }
}
