using System.Collections.Immutable;
using Causeway.Core.Topology;

namespace Causeway.Rendering.Postfix;

/// <summary>How the site proves itself, and what it demands of the sites that it sends to.</summary>
internal sealed class PostfixTls(Site here, PostfixPeers peers, ImmutableArray<SiteName> nextHops, bool sendsByMx)
{
    private const string Policy = "tls-policy";
    private const string Identity = PostfixConfiguration.Folder + "/identity.pem";
    private const string Certificate = PostfixConfiguration.Folder + "/certificate.pem";
    private const string Key = PostfixConfiguration.Folder + "/certificate.key";
    private const string Versions = ">=TLSv1.2";

    private string CertificateFile => here.ProvesByOrganization ? Identity : Certificate;

    private string KeyFile => here.ProvesByOrganization ? Identity : Key;

    private string CertificateReason => here.ProvesByOrganization
        ? $"the identity that `causeway identity` issued for {here.Name}: certificate, key and authority in one file"
        : $"the public certificate {here.Certificate}, with its chain";

    public ParameterSection Incoming => new("TLS towards clients",
    [
        new Parameter("smtpd_tls_security_level", "may",
            "clients that may come in are held to TLS by their class; the others read why they are refused"),
        Path("smtpd_tls_cert_file", CertificateFile, CertificateReason),
        Path("smtpd_tls_key_file", KeyFile, "its key"),
        new Parameter("smtpd_tls_ask_ccert", "yes", "the sites of the organization show certificates"),
        Path("smtpd_tls_CAfile", Identity,
            "the organization's authority lies in the identity, and nobody else's certificate counts for a client"),
        new Parameter("smtpd_tls_CApath", "", "no other authority"),
        new Parameter("tls_append_default_CA", "no", "no other authority, that of the system included"),
        new Parameter("smtpd_tls_protocols", Versions, "older versions are deprecated (RFC 8996)"),
        new Parameter("smtpd_tls_received_header", "yes", "the Received field says what was negotiated"),
    ]);

    public ParameterSection Outgoing => new("TLS towards next hops",
    [
        new Parameter("smtp_tls_security_level", sendsByMx ? "may" : "secure", sendsByMx
            ? "towards the Internet TLS is taken where it is offered"
            : "a next hop that the policy does not name gets nothing"),
        new Parameter("smtp_tls_policy_maps", PostfixConfiguration.Indexed(Policy),
            "what each connector demands"),
        Path("smtp_tls_cert_file", CertificateFile, $"by it the next site knows {here.Name}: no certificate, no relay"),
        Path("smtp_tls_key_file", KeyFile, "its key"),
        Path("smtp_tls_CAfile", Identity, "the organization's authority, by which its sites are verified"),
        new Parameter("smtp_tls_CApath", IsPublicHop ? "/etc/ssl/certs" : "", IsPublicHop
            ? "the authorities of the system, for next hops with a public certificate"
            : "no other authority", IsPublicHop ? Comparison.Any : Comparison.Exact),
        new Parameter("smtp_tls_mandatory_protocols", Versions, "older versions are deprecated (RFC 8996)"),
    ]);

    public PostfixMap Map => new(Policy, true,
    [
        .. nextHops.Select(next => new MapGroup(
            peers.TlsReason(next), [new MapRow(peers.NextHop(next), peers.TlsPolicy(next))])),
    ]);

    private bool IsPublicHop => nextHops.Any(peers.IsPublic);

    private static Parameter Path(string name, string value, string reason) =>
        new(name, value, reason, Comparison.Any);
}
