using Causeway.Core.Addresses;

namespace Causeway.Authentication.Srs;

/// <summary>
/// Writes the reverse-path of what is sent on for somebody else as an address of ours that leads back, and checks what
/// comes back (the guarded form of Mail::SRS; docs/adr/0031-sender-rewriting.md).
/// </summary>
public sealed class SenderRewriting(SrsKey key, TimeProvider clock)
{
    private const int TagLength = 4;

    /// <summary>
    /// The sender's return address in a domain of ours; null where its local part would be longer than 64 octets (RFC
    /// 5321 section 4.5.3.1.1), so that it must be remembered.
    /// </summary>
    public EmailAddress? Rewrite(EmailAddress sender, DomainName domain)
    {
        var local = SrsAddress.TryParse(sender, out var parts) && parts.Kind != SrsKind.Remembered
            ? Further(sender, parts)
            : First(sender);
        return EmailAddress.TryCreate(SrsAddress.Quoted(local), domain, out var address) ? address : null;
    }

    /// <summary>The return address of a sender that is remembered, on this day.</summary>
    public EmailAddress Remember(EmailAddress sender, DomainName domain)
    {
        var day = SrsDay.Of(clock.GetUtcNow());
        return EmailAddress.Parse(
            $"{SrsAddress.RememberedTag}{key.RememberedHash(day, sender.ToString())}={day}@{domain}");
    }

    /// <summary>
    /// Whether a return address of the first or further kind was made with this key, and not too long ago.
    /// </summary>
    public SrsVerdict Check(SrsAddress parts) =>
        parts.Sender is not { } sender || !SrsKey.AreEqual(parts.Hash, parts.Kind == SrsKind.First
            ? key.Hash(parts.Day, sender.Domain.Value, sender.LocalPart)
            : key.Hash(sender.Domain.Value, sender.LocalPart[TagLength..]))
            ? SrsVerdict.WrongHash
            // A further forwarder leaves the day to the first one, who wrote it.
            : parts.Kind == SrsKind.First && !SrsDay.IsGood(parts.Day, clock.GetUtcNow()) ? SrsVerdict.TooOld
            : SrsVerdict.Genuine;

    /// <summary>Whether a remembered return address is that of a sender.</summary>
    public SrsVerdict Check(SrsAddress parts, EmailAddress remembered) =>
        !SrsKey.AreEqual(parts.Hash, key.RememberedHash(parts.Day, remembered.ToString())) ? SrsVerdict.WrongHash
        : !SrsDay.IsGood(parts.Day, clock.GetUtcNow()) ? SrsVerdict.TooOld
        : SrsVerdict.Genuine;

    private string First(EmailAddress sender)
    {
        var day = SrsDay.Of(clock.GetUtcNow());
        return $"SRS0={key.Hash(day, sender.Domain.Value, sender.LocalPart)}={day}={sender.Domain}={sender.LocalPart}";
    }

    // A third forwarder leads to the first one too: the second is left out, and no address grows with each of them.
    private string Further(EmailAddress sender, SrsAddress parts)
    {
        var first = parts.Kind == SrsKind.Further ? parts.Sender!.Value : sender;
        var rest = first.LocalPart[TagLength..];
        return $"SRS1={key.Hash(first.Domain.Value, rest)}={first.Domain}={rest}";
    }
}
