using System.CommandLine;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// The <c>--data DIR</c> of the commands that look at DKIM keys: those of sites that have run lie there as well.
/// Nothing is looked for unless the command line says so, as these folders open to few.
/// </summary>
internal sealed class SiteKeysInput
{
    private readonly Option<string?> data = new("--data")
    {
        Description = "the data folder of the sites, or of one site, whose DKIM keys are known then, too; "
            + "default: only those beside the file",
        HelpName = "DIR",
    };

    public void AddTo(Command command) => command.Add(data);

    /// <summary>The folders of sites.</summary>
    /// <exception cref="IOException">The folder holds no site.</exception>
    public IReadOnlyList<SiteFolder> Folders(ParseResult parsed)
    {
        if (parsed.GetValue(data) is not { } path)
        {
            return [];
        }

        var folders = DataFolder.Folders(path);
        return folders.Count > 0 ? folders : throw new IOException(DataFolder.NoSite(path));
    }
}
