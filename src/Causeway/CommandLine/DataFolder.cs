using System.CommandLine;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The <c>--data DIR</c> of the commands that look at sites: by the API where a site runs, else by its files.
/// </summary>
internal static class DataFolder
{
    /// <summary>Where the package keeps the data: what is meant on a host that has it.</summary>
    private const string Installed = "/var/lib/causeway";

    public static Option<string> Option() => new("--data")
    {
        Description = $"the data folder of the sites, or of one site; {Installed} where that exists",
        HelpName = "DIR",
        DefaultValueFactory = result =>
        {
            if (!Directory.Exists(Installed))
            {
                result.AddError("Option '--data' is required.");
            }

            return Installed;
        },
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

    /// <summary>The sites below the folder; empty, with a message on stderr, where there are none.</summary>
    public static IReadOnlyList<ISiteView> Open(string data)
    {
        var folders = Folders(data);
        if (folders.Count == 0)
        {
            SayNoSite(data);
        }

        return [.. folders.Select(folder => ApiClient.TryOpen(folder) ?? (ISiteView)folder)];
    }

    public static void SayNoSite(string data) => Console.Error.WriteLine(
        $"causeway: {data} holds no site's data; name the folder that was given to `up` or `lab` as --data.");
}
