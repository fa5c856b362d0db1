using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Directories;
using Causeway.Keeping;
using Causeway.Storage;
using Causeway.Transport.Submission;

namespace Causeway.CommandLine;

/// <summary>
/// Passwords in the sites' own files: where no site runs, or the directory is kept by a site of another platform.
/// </summary>
internal static class PasswordFiles
{
    public static async Task<int> SetAsync(
        IReadOnlyList<SiteFolder> sites, EmailAddress user, string password, CancellationToken ct)
    {
        var keys = ScramKeys.Derive(password);
        var result = ExitCode.Good;
        foreach (var site in sites)
        {
            try
            {
                await SetAsync(site, user, keys, ct).ConfigureAwait(false);
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
    private static async Task SetAsync(SiteFolder site, EmailAddress user, ScramKeys keys, CancellationToken ct)
    {
        site.Checked();
        using var running = ApiClient.TryOpen(site);
        if (running is not null)
        {
            await running.NoteAsync(new AuditNote("recipient.password", user.ToString(), null, "set"), ct)
                .ConfigureAwait(false);
            new CredentialFile(site.Credentials).Set([(user, keys)]);
            return;
        }

        var stopped = StoppedSite.Hold(site.Path, TimeProvider.System);
        await using (stopped.ConfigureAwait(false))
        {
            await ThrowIfInDirectoryAsync(site, user, ct).ConfigureAwait(false);
            await stopped.NoteAsync("recipient.password", user.ToString(), null, "set", ct).ConfigureAwait(false);
            new CredentialFile(site.Credentials).Set([(user, keys)]);
        }
    }

    // What the directory has counts, and the file would not.
    private static async Task ThrowIfInDirectoryAsync(SiteFolder site, EmailAddress user, CancellationToken ct)
    {
        using var store = await DirectoryStore.OpenAsync(new FolderDisk(site.Path), ct).ConfigureAwait(false);
        if (store.Organizations.Any(name => store.StateOf(name).EntryOf(user).Keys is not null))
        {
            throw new IOException(
                $"the directory keeps the password of {user}; start the sites, and set it while they run.");
        }
    }
}
