using System.CommandLine;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The <c>--data DIR</c> of the commands that look at sites: by the API where a site runs, else by its files.
/// </summary>
internal static class DataFolder
{
    public static Option<string> Option() => new("--data")
    {
        Description = "the data folder of the sites, or of one site", Required = true, HelpName = "DIR",
    };

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
}
