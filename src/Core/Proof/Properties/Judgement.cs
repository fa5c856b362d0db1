using System.Collections.Immutable;
using System.Globalization;
using Causeway.Core.Replies;

namespace Causeway.Core.Proof.Properties;

/// <summary>How the properties put their verdicts.</summary>
internal static class Judgement
{
    private const int MostCounterexamples = 3;

    public static PropertyResult Says(this IProperty property, Verdict verdict, string summary) =>
        new(property.Id, property.Title, verdict, summary, []);

    /// <summary>Fails where there are counterexamples, else passes.</summary>
    public static PropertyResult FailsBy(
        this IProperty property, IEnumerable<Path> counterexamples, string failure, string success)
    {
        var found = Shortest(counterexamples);
        return found.IsEmpty
            ? property.Says(Verdict.Pass, success)
            : property.Against(Verdict.Fail, failure, found);
    }

    public static PropertyResult Against(
        this IProperty property, Verdict verdict, string summary, IEnumerable<Path> counterexamples) =>
        new(property.Id, property.Title, verdict, summary, Shortest(counterexamples));

    /// <summary>«1 site», «3 sites».</summary>
    public static string Count(int number, string word) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {word}{(number == 1 ? "" : "s")}");

    /// <summary>
    /// True where every branch arrives, save for forwards that the file forbids, and for single members and targets
    /// that the sender may not write to.
    /// </summary>
    public static bool ArrivesAsAllowed(this Path path) =>
        path.Ends.Any() && path.Refusals.All(step =>
            step.Hop.Refusal is Reason.ForwardingOutsideIsOff or Reason.ForwardingToDomainIsOff
            || (step.Hop.Refusal is { } reason && IsRestriction(reason)
                && (path.Deliveries.Any() || path.Departures.Any())));

    private static bool IsRestriction(Reason reason) => reason is Reason.MailboxInsideOnly or Reason.GroupInsideOnly
        or Reason.MailUserInsideOnly or Reason.SenderNotAccepted;

    // The shortest paths explain best; one for each origin, so that different faults show.
    private static ImmutableArray<Path> Shortest(IEnumerable<Path> paths) =>
        [.. paths.OrderBy(path => path.Steps.Length).DistinctBy(path => path.Start.Origin).Take(MostCounterexamples)];
}
