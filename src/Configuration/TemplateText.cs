using Causeway.Core.Addresses;

namespace Causeway.Configuration;

/// <summary>The texts of the files to begin with; the addresses are those set aside for documentation.</summary>
internal static class TemplateText
{
    public const string Ignored = """
        # Private keys never belong into version control.
        *.key
        *.pfx

        """;

    public static string Topology(DomainName domain) => $$"""
        # The mail system of {{domain}}: an anti-spam service in front, a cloud, and the office's own server.
        #
        #     inbound    Internet -> filter -> cloud -> office     the MX names the filter
        #     outbound   office -> cloud -> Internet               the filter is not in this path
        #     internal   office <-> cloud                          never judged as spam
        #
        # Put your own names and addresses in, then run: causeway check {{TopologyTemplate.TopologyFileName}}

        organization: {{Name(domain.Value.Split('.')[0].Replace('_', '-').Trim('-'))}}

        domains:
          {{Name(domain.Value)}}: { type: authoritative }   # unknown recipients are refused
          # While recipients are still missing here: { type: internal-relay, unknown-to: office }

        sites:
          filter:
            kind: filter                        # filter, cloud or on-premises; a filter holds no mailboxes
            mx: [mx.{{domain}}]                 # what the MX record names
            addresses: [192.0.2.10]             # from which others see its connections; a filter may have ranges
          cloud:
            kind: cloud
            host: cloud.{{domain}}              # where the other sites reach it
            addresses: [192.0.2.20]
            routing-domain: in.cloud.{{domain}} # leads to mailboxes here; taken from your own sites only
            # platform: exchange-online         # another product: proved with and rendered for, not run
            # certificate: cloud.{{domain}}     # the name in its public certificate
          office:
            kind: on-premises
            host: mail.{{domain}}
            addresses: [198.51.100.25]
            # listen: [0.0.0.0:25]              # where it takes mail from other servers
            # submission: [0.0.0.0:587]         # where its users send from, with STARTTLS
            # submissions: [0.0.0.0:465]        # the same over TLS from the first octet
            # public: no                        # yes: the Internet may see this site
            # waits: 5d                         # how long it keeps mail for a site that is down

        mail-flow:
          inbound:  internet -> filter -> cloud -> office
          outbound: office -> cloud -> internet
          internal: office <-> cloud

        # Each arrow between two sites has a connector; write down only what differs from the defaults:
        # connectors:
        #   - { from: filter, to: cloud, identify-by: certificate, trust: partner, lock: yes }
        #   - { from: cloud, to: office, deliver-by: host, tls: mutual }

        recipients: {{TopologyTemplate.RecipientsFileName}}
        outage: 1d                              # how long any one site may be down without mail bouncing
        directory: cloud                        # where recipients are changed; the other sites hold copies
        forwarding: { outside: no }             # may recipients forward to the outside?

        """;

    public static string Recipients(DomainName domain) => $"""
        address,kind,site,proxies,members,target,forward,keep
        ada@{domain},mailbox,cloud,countess@{domain},,,,
        postmaster@{domain},mailbox,cloud,,,,,
        grace@{domain},mailbox,office,,,,,
        info@{domain},shared,office,,,,,
        team@{domain},group,cloud,,ada@{domain};grace@{domain},,,
        printer-service@{domain},contact,,,,someone@outside.example,,

        """;

    // YAML 1.2 section 10.3.2: this one word would be nothing at all.
    private static string Name(string text) => text == "null" ? "'null'" : text;
}
