using Causeway.Core.Topology;
using Causeway.Rendering.Postfix;

namespace Causeway.Rendering;

/// <summary>
/// What to configure at a site that runs another platform, so that it does what the proof assumes of it.
/// </summary>
public static class Renderer
{
    /// <param name="organization">The checked model.</param>
    /// <param name="recipients">Its recipients; null where the file names none.</param>
    /// <param name="site">The site to configure.</param>
    public static RenderResult Render(Organization organization, RecipientTable? recipients, SiteName site)
    {
        var obstacles = new Obstacles();
        switch (organization[site].Platform)
        {
            case Platform.Postfix when recipients is null:
                return RenderResult.Refused(NeedsRecipients(site));
            case Platform.Postfix:
                var postfix = new PostfixRenderer(organization, recipients, site, obstacles).Configuration();
                return new RenderResult(PostfixText.Write(postfix), obstacles.All);
            default:
                return RenderResult.Refused(
                    $"{site} runs Causeway, which reads the topology file itself; start it with `causeway up`");
        }
    }

    private static string NeedsRecipients(SiteName site) =>
        $"{site} has to know who exists, and the file names no recipients; write recipients: and a list";
}
