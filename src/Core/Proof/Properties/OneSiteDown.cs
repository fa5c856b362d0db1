using System.Globalization;

namespace Causeway.Core.Proof.Properties;

/// <summary>P11: with any one site down, mail waits at its neighbour for as long as the file demands.</summary>
public sealed class OneSiteDown : IProperty
{
    public string Id => "P11";

    public string Title => "one site down: mail waits long enough";

    public PropertyResult Judge(Evidence evidence)
    {
        var paths = evidence.From(OriginClass.Internet, OriginClass.Submission, OriginClass.OwnMail)
            .Where(path => !path.Start.From.IsNull).ToList();
        var waits = paths.SelectMany(path => path.Steps).Where(IsRelayToSite)
            .Select(step => $"at {step.Site.Name} {Words(step.Site.Waits)} for {step.Hop.Next}").Distinct().ToList();
        return this.FailsBy(
            paths.Where(path => path.Steps.Any(step => IsRelayToSite(step) && step.Site.Waits < evidence.Outage)),
            $"mail would bounce before an outage of {Words(evidence.Outage)} ends: waits {string.Join(", ", waits)}",
            waits.Count == 0 ? "no mail passes between sites" : $"waits {string.Join(", ", waits)}");
    }

    private static bool IsRelayToSite(Step step) => step.Hop.Next is { IsInternet: false };

    private static string Words(TimeSpan span) => span.TotalDays >= 1 && span.TotalDays % 1 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} d")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h");
}
