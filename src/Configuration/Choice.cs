using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>The words that a key takes, each with its meaning.</summary>
internal sealed class Choice<T>(params (string Word, T Value)[] meanings)
{
    public IReadOnlyList<string> Words { get; } = [.. meanings.Select(meaning => meaning.Word)];

    public bool TryFind(ReadOnlySpan<char> word, out T value)
    {
        foreach (var meaning in meanings)
        {
            if (word.SequenceEqual(meaning.Word))
            {
                value = meaning.Value;
                return true;
            }
        }

        value = meanings[0].Value;
        return false;
    }
}

/// <summary>Every word of the two formats that stands for a value.</summary>
internal static class Choices
{
    public static readonly Choice<SiteKind> Kind = new(
        ("filter", SiteKind.Filter), ("cloud", SiteKind.Cloud), ("on-premises", SiteKind.OnPremises));

    public static readonly Choice<Platform> Platform = new(
        ("causeway", Core.Topology.Platform.Causeway),
        ("exchange-online", Core.Topology.Platform.ExchangeOnline),
        ("exchange-server", Core.Topology.Platform.ExchangeServer),
        ("postfix", Core.Topology.Platform.Postfix),
        ("other", Core.Topology.Platform.Other));

    public static readonly Choice<DomainType> DomainType = new(
        ("authoritative", Core.Topology.DomainType.Authoritative),
        ("internal-relay", Core.Topology.DomainType.InternalRelay));

    public static readonly Choice<IdentifyBy> IdentifyBy = new(
        ("certificate", Core.Topology.IdentifyBy.Certificate), ("address", Core.Topology.IdentifyBy.Address));

    public static readonly Choice<Trust> Trust = new(
        ("own-organization", Core.Topology.Trust.OwnOrganization),
        ("partner", Core.Topology.Trust.Partner),
        ("nobody", Core.Topology.Trust.Nobody));

    public static readonly Choice<DeliverBy> DeliverBy = new(
        ("host", Core.Topology.DeliverBy.Host), ("mx", Core.Topology.DeliverBy.Mx));

    public static readonly Choice<TlsLevel> Tls = new(
        ("none", TlsLevel.None), ("opportunistic", TlsLevel.Opportunistic),
        ("verified", TlsLevel.Verified), ("mutual", TlsLevel.Mutual));

    public static readonly Choice<DmarcHandling> Dmarc = new(
        ("honour", DmarcHandling.Honour), ("report", DmarcHandling.Report));

    public static readonly Choice<OwnDomainHandling> OwnDomain = new(
        ("refuse", OwnDomainHandling.Refuse), ("report", OwnDomainHandling.Report));

    public static readonly Choice<ReplyText> ReplyText = new(
        ("none", Core.Topology.ReplyText.None), ("outside", Core.Topology.ReplyText.Outside),
        ("inside", Core.Topology.ReplyText.Inside));

    public static readonly Choice<RecipientKind> RecipientKind = new(
        ("mailbox", Core.Topology.RecipientKind.Mailbox), ("shared", Core.Topology.RecipientKind.Shared),
        ("mail-user", Core.Topology.RecipientKind.MailUser), ("contact", Core.Topology.RecipientKind.Contact),
        ("group", Core.Topology.RecipientKind.Group));

    // YAML 1.1 and 1.2 differ here; both spellings are what people write.
    public static readonly Choice<bool> Flag = new(("yes", true), ("no", false), ("true", true), ("false", false));
}
