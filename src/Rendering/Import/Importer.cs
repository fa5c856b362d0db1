using Causeway.Core.Topology;

namespace Causeway.Rendering.Import;

/// <summary>
/// Compares what a site of another platform is set to with what <see cref="Renderer"/> would write for it.
/// </summary>
public static class Importer
{
    /// <param name="organization">The checked model.</param>
    /// <param name="recipients">Its recipients.</param>
    /// <param name="areAssumed">True where the file names none.</param>
    /// <param name="site">The site, of platform postfix.</param>
    /// <param name="postconf">What <c>postconf -n</c> printed there.</param>
    /// <param name="readMap">The text of a map by its file name; null where there is none.</param>
    public static ImportResult Postfix(
        Organization organization, RecipientTable recipients, bool areAssumed, SiteName site, string postconf,
        Func<string, string?> readMap)
    {
        if (organization[site].Platform != Platform.Postfix)
        {
            return WrongPlatform(site, "postfix");
        }

        if (areAssumed)
        {
            return ImportResult.Refused(Renderer.NeedsRecipients(site));
        }

        var obstacles = new Obstacles();
        var wanted = Renderer.Postfix(organization, recipients, site, obstacles);
        if (!obstacles.All.IsEmpty)
        {
            return ImportResult.Refused(obstacles.All);
        }

        return MainCf.TryRead(postconf, out var found, out var fault)
            ? new PostfixComparison(wanted, found, readMap).Compare()
            : ImportResult.Refused($"what postconf -n printed cannot be read: {fault}");
    }

    /// <param name="organization">The checked model.</param>
    /// <param name="recipients">Its recipients.</param>
    /// <param name="site">The site, of platform exchange-online.</param>
    /// <param name="json">The export, as the head of the rendered script tells how to make it.</param>
    public static ImportResult ExchangeOnline(
        Organization organization, RecipientTable recipients, SiteName site, string json)
    {
        if (organization[site].Platform != Platform.ExchangeOnline)
        {
            return WrongPlatform(site, "exchange-online");
        }

        var obstacles = new Obstacles();
        var wanted = Renderer.ExchangeOnline(organization, recipients, site, obstacles);
        if (!obstacles.All.IsEmpty)
        {
            return ImportResult.Refused(obstacles.All);
        }

        return ExchangeExport.TryRead(json, out var found, out var fault)
            ? new ExchangeComparison(wanted, found).Compare()
            : ImportResult.Refused($"the export cannot be read: {fault}");
    }

    private static ImportResult WrongPlatform(SiteName site, string platform) => ImportResult.Refused(
        $"{site} is of another platform in the file; write platform: {platform}, or name another site");
}
