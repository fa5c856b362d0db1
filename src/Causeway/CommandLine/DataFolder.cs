using System.CommandLine;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The <c>--data DIR</c> of the commands that look at sites: by the API where a site runs, else by its files.
/// </summary>
internal static class DataFolder
{
    /// <summary>Where a packaged site keeps its data.</summary>
    private const string Installed = "/var/lib/causeway";

    public static Option<string> Option() => new("--data")
    {
        Description = "the data folder of the sites, or of one site", Required = true, HelpName = "DIR",
    };

    /// <summary>As <see cref="Option"/>; without it <see cref="Found"/> seeks the folder.</summary>
    public static Option<string?> OptionOrFound() => new("--data")
    {
        Description = $"the data folder of the sites, or of one site; default: {Installed}, or the lab that runs",
        HelpName = "DIR",
    };

    /// <summary>
    /// The folder that was meant where none was named: the installed sites', or the one temporary folder of a lab that
    /// runs. Null, with a message on stderr, where there is none or more than one.
    /// </summary>
    public static string? Found()
    {
        if (SiteFolder.Below(Installed).Count > 0)
        {
            return Installed;
        }

        var labs = Directory.GetDirectories(Path.GetTempPath(), "causeway-lab-*").Where(IsRunning).ToList();
        if (labs.Count == 1)
        {
            return labs[0];
        }

        Console.Error.WriteLine(labs.Count == 0
            ? $"causeway: {Installed} holds no site's data, and no lab runs in a temporary folder; "
                + "name the folder with --data."
            : $"causeway: several labs run; name one with --data: {string.Join(", ", labs)}.");
        return null;
    }

    /// <summary>The sites below the folder; empty, with a message on stderr, where there are none.</summary>
    public static IReadOnlyList<ISiteView> Open(string data)
    {
        var folders = SiteFolder.Below(data);
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

    public static void SayNoSite(string data) => Console.Error.WriteLine(
        $"causeway: {data} holds no site's data; name the folder that was given to `up` or `lab` as --data.");

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
