using System.Collections.Immutable;
using Causeway.Core.Topology;
using Causeway.Rendering.Exchange;
using Causeway.Rendering.Postfix;

namespace Causeway.Rendering;

/// <summary>
/// What to configure at a site that runs another platform, so that it does what the proof assumes of it.
/// </summary>
public static class Renderer
{
    /// <param name="organization">The checked model.</param>
    /// <param name="recipients">Its recipients, or those that are assumed where the file names none.</param>
    /// <param name="areAssumed">True where the file names none.</param>
    /// <param name="site">The site to configure.</param>
    public static RenderResult Render(
        Organization organization, RecipientTable recipients, bool areAssumed, SiteName site)
    {
        var obstacles = new Obstacles();
        if (organization[site] is { Pools.IsEmpty: false, Platform: not Platform.Causeway })
        {
            obstacles.Add(
                $"{site} has pools, and its platform does not choose a source address by what a message is; "
                + "take them out, or let a site that runs Causeway be the last of outbound");
        }

        return organization[site].Platform switch
        {
            Platform.Causeway => RenderResult.Refused(
                $"{site} runs Causeway, which reads the topology file itself; start it with `causeway up`"),
            Platform.Postfix when areAssumed => RenderResult.Refused(NeedsRecipients(site)),
            Platform.Postfix => Of(PostfixText.Write(Postfix(organization, recipients, site, obstacles)), obstacles),
            Platform.ExchangeOnline =>
                Of(site, ExchangeOnline(organization, recipients, site, obstacles), obstacles),
            Platform.ExchangeServer =>
                Of(site, ExchangeServer(organization, recipients, site, obstacles), obstacles),
            _ => Of([new PlainList(organization, recipients, site, obstacles).Write()], obstacles),
        };
    }

    internal static string NeedsRecipients(SiteName site) =>
        $"{site} has to know who exists, and the file names no recipients; write recipients: and a list";

    internal static PostfixConfiguration Postfix(
        Organization organization, RecipientTable recipients, SiteName site, Obstacles obstacles) =>
        new PostfixRenderer(organization, recipients, site, obstacles).Configuration();

    internal static ExchangeScript ExchangeOnline(
        Organization organization, RecipientTable recipients, SiteName site, Obstacles obstacles) =>
        new ExchangeOnlineRenderer(new ExchangeSite(organization, recipients, site, obstacles)).Script();

    private static ExchangeScript ExchangeServer(
        Organization organization, RecipientTable recipients, SiteName site, Obstacles obstacles) =>
        new ExchangeServerRenderer(new ExchangeSite(organization, recipients, site, obstacles)).Script();

    private static RenderResult Of(SiteName site, ExchangeScript script, Obstacles obstacles) =>
        Of([PowerShellText.Write($"{site}.ps1", script)], obstacles);

    private static RenderResult Of(ImmutableArray<RenderedFile> files, Obstacles obstacles) =>
        new(files, obstacles.All);
}
