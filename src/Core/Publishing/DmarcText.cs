using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>The DMARC record of a stage (RFC 9989), and what the stage is for.</summary>
internal static class DmarcText
{
    public static string Of(DmarcStage stage, EmailAddress? reports) =>
        $"v=DMARC1; p={Word(stage)}{(reports is { } address ? $"; rua=mailto:{address}" : "")}";

    public static string Word(DmarcStage stage) => stage switch
    {
        DmarcStage.None => "none",
        DmarcStage.Quarantine => "quarantine",
        _ => "reject",
    };

    public static string Why(DmarcStage stage, EmailAddress? reports) => stage switch
    {
        DmarcStage.None => "stage 1 of 3: nothing is refused; "
            + (reports is null
                ? "name a reader of reports (--reports), and go on to quarantine when they show no mail of yours "
                : "go on to quarantine when the reports of some weeks show no mail of yours ")
            + "that fails",
        DmarcStage.Quarantine => "stage 2 of 3: what fails is put aside as spam; go on to reject when nobody misses "
            + "mail (with t=y receivers still go easy)",
        _ => "stage 3 of 3: what does not prove that it is yours is refused",
    };

    /// <summary>The stage of a published record; null where it is no DMARC record or names no known policy.</summary>
    public static DmarcStage? StageOf(string record)
    {
        var tags = record.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(tag => tag.Split('=', 2, StringSplitOptions.TrimEntries)).Where(tag => tag.Length == 2).ToList();
        return !IsDmarc(record) ? null
            : tags.Find(tag => tag[0].Equals("p", StringComparison.OrdinalIgnoreCase))?[1].ToLowerInvariant() switch
            {
                "none" => DmarcStage.None,
                "quarantine" => DmarcStage.Quarantine,
                "reject" => DmarcStage.Reject,
                _ => null,
            };
    }

    /// <summary>RFC 9989 section 4.7: the version comes first, and is written exactly so.</summary>
    public static bool IsDmarc(string record) =>
        record.Split(';')[0].Replace(" ", "", StringComparison.Ordinal) == "v=DMARC1";
}
