using Causeway.Core.Topology;

namespace Causeway.Core.Proof;

/// <summary>
/// A property that holds only because a foreign platform does its part is assumed, not proved: says what must be set
/// there, in the words of the platform, and how to see it.
/// </summary>
internal static class Assumptions
{
    public static PropertyResult Apply(PropertyResult result, Evidence evidence)
    {
        var foreign = evidence.Sites.Where(site => site.Platform != Platform.Causeway).ToList();
        if (result.Verdict != Verdict.Pass || foreign.Count == 0 || Probe(result.Id) is not { } probe)
        {
            return result;
        }

        var needs = foreign.GroupBy(site => site.Platform).Select(group =>
            $"{string.Join(", ", group.Select(site => $"{site.Name} ({Words(site.Platform)})"))}: "
            + Needs(result.Id, group.Key));
        return result with
        {
            Verdict = Verdict.Assumed,
            Summary = $"{result.Summary}; assumes of {string.Join("; of ", needs)}; probe: {probe}",
        };
    }

    private static string? Probe(string property) => property switch
    {
        "P1" or "P7" => "connect from outside and expect a refusal at RCPT TO",
        "P2" or "P4" or "P5" => "send one message each way and read its trace",
        "P3" => "look for port 25 leaving the address to anywhere but the next site",
        "P6" => "try to relay from outside",
        "P8" => "RCPT TO an address that nobody has",
        "P10" => "send a message with a null reverse-path to the outside, and a bounce to where a forward came from",
        "P11" => "read the expiry of a message in the queue",
        "P12" => "read the TLS and the certificates of a message's hops",
        _ => null,
    };

    private static string Needs(string property, Platform platform) => platform switch
    {
        Platform.ExchangeOnline => ExchangeOnline(property),
        Platform.ExchangeServer => ExchangeServer(property),
        Platform.Postfix => Postfix(property),
        _ => Other(property),
    };

    private static string ExchangeOnline(string property) => property switch
    {
        "P1" or "P7" => "a Partner connector restricts * to the certificate or the addresses of the site before "
            + "it, and RejectDirectSend is on",
        "P2" or "P4" or "P5" => "accepted domains have the types of the file, outbound connectors name smart hosts "
            + "and use no MX",
        "P3" => "outbound connectors follow the arrows",
        "P6" => "OnPremises connectors stand for sites of the organization alone",
        "P8" => "domains are Authoritative where the file says so, and the directory holds every recipient",
        "P10" => "the OnPremises connector is bound to a certificate, so that mail without a sender of ours passes; "
            + "and `bounces` of the default domain is a mailbox, so that notices to rewritten senders are taken",
        "P11" => "the queue keeps mail for one day, which cannot be set",
        _ => "connectors require TLS and a certificate by name (TlsSenderCertificateName, DomainValidation), and who "
            + "takes its mail knows that all its customers share one certificate",
    };

    private static string ExchangeServer(string property) => property switch
    {
        "P1" or "P7" => "one receive connector for the addresses of each neighbour, and no AnonymousUsers on the one "
            + "that strangers find",
        "P2" or "P4" or "P5" => "accepted domains have the types of the file, the routing domain is InternalRelay, and "
            + "send connectors name smart hosts",
        "P3" => "one send connector takes the address space * to the next site, and there is no other",
        "P10" => "one send connector takes the address space * to the next site; it does not rewrite senders, so that "
            + "as the last of outbound its forwards fail SPF",
        "P6" => "no anonymous connector has ms-Exch-SMTP-Accept-Any-Recipient",
        "P8" => "recipient filtering is on where it is the first site (AddressBookEnabled)",
        "P11" => "MessageExpirationTimeout is what `waits` says",
        _ => "send connectors have RequireTLS and TlsAuthLevel DomainValidation, receive connectors RequireTLS",
    };

    private static string Postfix(string property) => property switch
    {
        "P1" or "P7" => "smtpd_client_restrictions admit the neighbours alone and refuse everybody else with 5.7.51",
        "P2" or "P4" or "P5" => "transport_maps, alias and recipient maps hold what routing decides for each recipient",
        "P3" => "relayhost is the next place of outbound, and there is no fallback and no other transport",
        "P6" => "smtpd_relay_restrictions end in reject_unauth_destination and permit no network",
        "P8" => "the recipient map lists everybody (smtpd_reject_unlisted_recipient)",
        "P10" => "notices take relayhost as everything else; before the last site of outbound it passes on return "
            + "addresses (SRS0=, SRS1=, bounces+SRS=), as the last one it rewrites senders by postsrsd",
        "P11" => "maximal_queue_lifetime is what `waits` says",
        _ => "smtp_tls_policy_maps demand a verified name, and clients show a certificate of the organization's "
            + "authority, the only one that is trusted",
    };

    private static string Other(string property) => property switch
    {
        "P1" or "P7" => "it refuses Internet mail that does not come by an arrow",
        "P2" or "P4" or "P5" => "its connectors and domains follow the arrows of the file",
        "P3" => "it hands everything to the next site",
        "P6" => "only sites of the organization may relay",
        "P8" => "unknown recipients are refused in session",
        "P10" => "mail with a null reverse-path leaves as any other, and return addresses (SRS0=, SRS1=, bounces+SRS=) "
            + "are passed on to the last site of outbound, which rewrites senders",
        "P11" => "the queue keeps mail as long as `waits` says",
        _ => "it demands TLS and checks the other's certificate name",
    };

    private static string Words(Platform platform) => platform switch
    {
        Platform.ExchangeOnline => "exchange-online",
        Platform.ExchangeServer => "exchange-server",
        Platform.Postfix => "postfix",
        _ => "other",
    };
}
