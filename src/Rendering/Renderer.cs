using System.Collections.Immutable;
using Causeway.Core.Topology;
using Causeway.Rendering.Exchange;
using Causeway.Rendering.Postfix;

namespace Causeway.Rendering;

/// <summary>
/// What to configure at a site that runs another platform, so that it does what the proof assumes of it; and the rule
/// of a firewall for a site that is to send nothing to the Internet.
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
            Platform.Causeway => Causeway(organization, site, obstacles),
            Platform.Postfix when areAssumed => RenderResult.Refused(NeedsRecipients(site)),
            Platform.Postfix => Of(
                PostfixText.Write(Postfix(organization, recipients, site, obstacles))
                    .AddRange(Firewall(organization, site, obstacles)), obstacles),
            Platform.ExchangeOnline =>
                Of(site, ExchangeOnline(organization, recipients, site, obstacles), obstacles),
            Platform.ExchangeServer =>
                Of(site, ExchangeServer(organization, recipients, site, obstacles), obstacles),
            _ => Of([
                new PlainList(organization, recipients, site, obstacles).Write(),
                .. Firewall(organization, site, obstacles),
            ], obstacles),
        };
    }

    // Causeway needs no settings; its machine may need a rule.
    private static RenderResult Causeway(Organization organization, SiteName site, Obstacles obstacles)
    {
        var rules = Firewall(organization, site, obstacles);
        return rules.IsEmpty && obstacles.All.IsEmpty
            ? RenderResult.Refused(
                $"{site} runs Causeway, which reads the topology file itself; start it with `causeway up`")
            : Of(rules, obstacles);
    }

    private static ImmutableArray<RenderedFile> Firewall(
        Organization organization, SiteName site, Obstacles obstacles) =>
        FirewallRules.Of(organization, organization[site], obstacles) is { } rules ? [rules] : [];

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
