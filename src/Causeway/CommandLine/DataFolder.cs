using System.CommandLine;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The <c>--data DIR</c> of the commands that look at sites: by the API where a site runs, else by its files.
/// </summary>
internal static class DataFolder
{
    /// <summary>Where the package keeps the data: what is meant on a host that has it.</summary>
    public const string Installed = "/var/lib/causeway";

    /// <summary>Without it the installed sites are meant, or the one lab that runs in a temporary folder.</summary>
    public static Option<string> Option() => new("--data")
    {
        Description = $"the data folder of the sites, or of one site; default: {Installed}, or the lab that runs",
        HelpName = "DIR",
        DefaultValueFactory = result =>
        {
            var (folder, fault) = Find();
            if (fault is not null)
            {
                result.AddError($"Option '--data' is required: {fault}");
            }

            return folder;
        },
    };

    /// <summary>As <see cref="Option"/>; null where there is none.</summary>
    public static Option<string?> OptionIfThere() => new("--data")
    {
        Description = $"the data folder of the sites, whose logs are read; default: {Installed}, or the lab that runs",
        HelpName = "DIR",
        DefaultValueFactory = _ => Find() is { Fault: null, Folder: var folder } ? folder : null,
    };

    /// <summary>The folders of sites below; an <see cref="IOException"/> says who may look.</summary>
    public static IReadOnlyList<SiteFolder> Folders(string data)
    {
        try
        {
            return SiteFolder.Below(data);
        }
        catch (UnauthorizedAccessException)
        {
            throw new IOException($"{data} holds mail and keys: its owner and root may look. Ask again with sudo.");
        }
    }

    private static (string Folder, string? Fault) Find()
    {
        if (Directory.Exists(Installed))
        {
            return (Installed, null);
        }

        var labs = Directory.GetDirectories(Path.GetTempPath(), "causeway-lab-*").Where(IsRunning).ToList();
        return labs.Count switch
        {
            1 => (labs[0], null),
            0 => (Installed, $"{Installed} does not exist, and no lab runs in a temporary folder."),
            _ => (Installed, $"several labs run; write one of {string.Join(", ", labs)}."),
        };
    }

    /// <summary>The sites below the folder; empty, with a message on stderr, where there are none.</summary>
    public static IReadOnlyList<ISiteView> Open(string data)
    {
        var folders = Folders(data);
        if (folders.Count == 0)
        {
            SayNoSite(data);
        }

        return [.. folders.Select(folder => ApiClient.TryOpen(folder) ?? (ISiteView)folder.Checked())];
    }

    public static Option<string?> SiteOption() => new("--site")
    {
        Description = "one site only; default: all of them", HelpName = "SITE",
    };

    /// <summary>The folders of the sites, or of one; empty, with a message on stderr, without any.</summary>
    public static IReadOnlyList<SiteFolder> Choose(string data, string? site)
    {
        var folders = SiteFolder.Below(data);
        var chosen = folders.Where(folder => site is null || folder.Site == site).ToList();
        if (folders.Count == 0)
        {
            SayNoSite(data);
        }
        else if (chosen.Count == 0)
        {
            Console.Error.WriteLine($"causeway: {data} has no site {site}; it has "
                + $"{string.Join(", ", folders.Select(folder => folder.Site))}.");
        }

        return chosen;
    }

    public static void SayNoSite(string data) => Console.Error.WriteLine($"causeway: {NoSite(data)}");

    public static string NoSite(string data) =>
        $"{data} holds no site's data; name the folder that was given to `up` or `lab` as --data.";

    private static bool IsRunning(string folder)
    {
        try
        {
            return SiteFolder.Below(folder).Any(site =>
            {
                using var client = ApiClient.TryOpen(site);
                return client is not null;
            });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Somebody else's, or gone meanwhile.
            return false;
        }
    }
}
