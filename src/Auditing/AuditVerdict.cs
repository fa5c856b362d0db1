using System.Globalization;

namespace Causeway.Auditing;

/// <summary>Whether an audit log is as it was recorded.</summary>
/// <param name="Entries">The entries of the chain, up to the first fault.</param>
/// <param name="Head">The last of them, to be kept elsewhere.</param>
/// <param name="FirstBroken">The number of the first entry that is changed, missing or replaced.</param>
/// <param name="Fault">What is wrong with it, for a person.</param>
/// <param name="Unwitnessed">Entries behind the recorded head: written by a site that died then, or by others.</param>
/// <param name="TornOctets">Octets behind the last whole line, as a crash leaves them.</param>
/// <param name="HasHead">True where the file of the head is there and can be read.</param>
public sealed record AuditVerdict(
    long Entries, AuditHead Head, long? FirstBroken, string? Fault, long Unwitnessed, long TornOctets, bool HasHead)
{
    /// <summary>True where nothing is wrong; at a running site one entry may be about to be witnessed.</summary>
    public bool IsGood(bool isRunning) =>
        Fault is null && (isRunning || (TornOctets == 0 && Unwitnessed == 0)) && (HasHead || Entries == 0);

    internal static AuditVerdict Of(AuditScan scan) => new(
        scan.Last.Number, scan.Last, scan.Fault?.Number,
        scan.Fault is { } fault
            ? string.Create(CultureInfo.InvariantCulture, $"Entry {fault.Number} {fault.Text}") : null,
        scan.Recorded is { } head && scan.Fault is null ? scan.Last.Number - head.Number : 0,
        scan.IsTorn && scan.Fault is null ? scan.Length - scan.SoundUntil : 0,
        scan.Recorded is not null);
}
