using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Smtp.Client;

/// <summary>
/// Who must be at the other end: a chain to a trusted root and a name in the certificate. Revocation is not asked for;
/// the organization's leaves are short-lived.
/// </summary>
public sealed class PeerVerification
{
    // RFC 5280 section 4.2.1.12: id-kp-serverAuth.
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    private readonly X509Certificate2Collection? roots;
    private readonly Func<X509Certificate2, bool> hasName;
    private readonly PeerVerification? alternative;

    private PeerVerification(
        string description, X509Certificate2Collection? roots, Func<X509Certificate2, bool> hasName,
        PeerVerification? alternative = null)
    {
        Description = description;
        this.roots = roots;
        this.hasName = hasName;
        this.alternative = alternative;
    }

    /// <summary>Name and roots in one line; equal descriptions demand the same of a peer.</summary>
    public string Description { get; }

    /// <summary>A certificate of the organization's CA with this SAN URI (<c>causeway:contoso/office</c>).</summary>
    public static PeerVerification ByOrganization(X509Certificate2 ca, Uri sanUri) => new(
        $"{sanUri.OriginalString} by {ca.GetCertHashString(HashAlgorithmName.SHA256)}", [ca],
        certificate => CertificateNames.Uris(certificate).Contains(sanUri.OriginalString, StringComparer.Ordinal));

    /// <summary>
    /// A certificate with this DNS name (RFC 9525; common names do not count). Roots null: those of the system.
    /// </summary>
    public static PeerVerification ByName(string dnsName, X509Certificate2Collection? roots) => new(
        $"{dnsName} by {(roots is null ? "the system's roots" : Hashes(roots))}", roots,
        certificate => certificate.MatchesHostname(dnsName, allowWildcards: true, allowCommonName: false));

    /// <summary>What is good for one of the two.</summary>
    public PeerVerification Or(PeerVerification other) =>
        new($"{Description} or {other.Description}", roots, hasName, other);

    public override string ToString() => Description;

    /// <summary>Judges what the peer showed; null where it is good, else what is wrong with it.</summary>
    public string? FaultOf(
        X509Certificate2? certificate, X509Chain? shown, SslPolicyErrors errors, DateTimeOffset now) =>
        OwnFaultOf(certificate, shown, errors, now) is not { } fault
            || (alternative is not null && alternative.FaultOf(certificate, shown, errors, now) is null)
            ? null
            : fault;

    private string? OwnFaultOf(
        X509Certificate2? certificate, X509Chain? shown, SslPolicyErrors errors, DateTimeOffset now)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return "The peer showed no certificate.";
        }

        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.UtcDateTime;
        policy.ApplicationPolicy.Add(ServerAuthentication);
        policy.ExtraStore.AddRange(shown?.ChainPolicy.ExtraStore ?? []);
        if (roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return !chain.Build(certificate)
            ? $"The chain of the peer's certificate is not good: {Statuses(chain)}."
            : hasName(certificate) ? null : $"The peer's certificate is not for {Description}.";
    }

    private static string Statuses(X509Chain chain) =>
        string.Join(", ", chain.ChainStatus.Select(status => status.Status.ToString()).Distinct());

    private static string Hashes(X509Certificate2Collection roots) =>
        string.Join(' ', roots.Select(root => root.GetCertHashString(HashAlgorithmName.SHA256)).Order());
}
