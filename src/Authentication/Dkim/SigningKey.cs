using System.Security.Cryptography;
using Causeway.Core.Addresses;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Org.BouncyCastle.Security;

namespace Causeway.Authentication.Dkim;

/// <summary>
/// A private key with which a domain signs under a selector (RFC 6376 section 3.1). Any number of threads may sign with
/// it at once.
/// </summary>
public sealed class SigningKey : IDisposable
{
    // RFC 8301 section 3.2: signers should use at least 2048 bits; larger keys do not fit a TXT answer in one packet.
    private const int BitsOfNewKeys = 2048;

    private readonly RSA? rsa;
    private readonly Ed25519PrivateKeyParameters? ed25519;

    private SigningKey(DomainName domain, string selector, RSA? rsa, Ed25519PrivateKeyParameters? ed25519)
    {
        if (!TagList.IsDomain(selector, labels: 1) || !TagList.IsDomain(domain.Value, labels: 2))
        {
            throw new FormatException($"'{selector}._domainkey.{domain}' cannot name a key.");
        }

        Domain = domain;
        Selector = selector;
        this.rsa = rsa;
        this.ed25519 = ed25519;
    }

    /// <summary>d=.</summary>
    public DomainName Domain { get; }

    /// <summary>s=.</summary>
    public string Selector { get; }

    public SigningAlgorithm Algorithm => rsa is null ? SigningAlgorithm.Ed25519Sha256 : SigningAlgorithm.RsaSha256;

    /// <summary>The name at which <see cref="Record"/> is to be published.</summary>
    public string RecordName => $"{Selector}._domainkey.{Domain}";

    /// <summary>The text of the TXT record that publishes the public key (RFC 6376 section 3.6.1).</summary>
    public string Record => $"v=DKIM1; k={Algorithm.KeyType()}; p={Convert.ToBase64String(PublicKey())}";

    /// <summary>Makes a new key: RSA of 2048 bits, or Ed25519.</summary>
    public static SigningKey Create(SigningAlgorithm algorithm, DomainName domain, string selector) =>
        algorithm == SigningAlgorithm.RsaSha256
            ? new SigningKey(domain, selector, RSA.Create(BitsOfNewKeys), null)
            : new SigningKey(domain, selector, null, NewEd25519());

    /// <summary>
    /// Reads a key as <c>openssl genpkey</c> and <see cref="ToPem"/> write it (PKCS #8), or an RSA key as
    /// <c>opendkim-genkey</c> does (PKCS #1).
    /// </summary>
    /// <exception cref="FormatException">It is none of these, or an RSA key of fewer than 1024 bits.</exception>
    public static SigningKey FromPem(DomainName domain, string selector, ReadOnlySpan<char> pem)
    {
        try
        {
            var fields = PemEncoding.Find(pem);
            var octets = Convert.FromBase64String(pem[fields.Base64Data].ToString());
            return pem[fields.Label] switch
            {
                "RSA PRIVATE KEY" => OfRsa(domain, selector, rsa => rsa.ImportRSAPrivateKey(octets, out _)),
                "PRIVATE KEY" when IsOfEd25519(octets) => new SigningKey(
                    domain, selector, null, (Ed25519PrivateKeyParameters)PrivateKeyFactory.CreateKey(octets)),
                "PRIVATE KEY" => OfRsa(domain, selector, rsa => rsa.ImportPkcs8PrivateKey(octets, out _)),
                var label => throw new FormatException($"'{label}' is no private key that can sign mail."),
            };
        }
        catch (Exception e) when (
            e is CryptographicException or ArgumentException or IOException or SecurityUtilityException)
        {
            throw new FormatException("This is no private key of RSA or Ed25519 in PEM.", e);
        }
    }

    /// <summary>The private key in PEM (PKCS #8).</summary>
    public string ToPem() =>
        (rsa?.ExportPkcs8PrivateKeyPem() ?? PemEncoding.WriteString("PRIVATE KEY", Ed25519Info())) + "\n";

    public void Dispose() => rsa?.Dispose();

    /// <summary>Signs the SHA-256 of canonical fields.</summary>
    internal byte[] Sign(byte[] hash)
    {
        if (rsa is not null)
        {
            return rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        // RFC 8463 section 3: pure Ed25519 over the octets of the hash.
        var signature = new byte[Ed25519.SignatureSize];
        ed25519!.Sign(Ed25519.Algorithm.Ed25519, null, hash, 0, hash.Length, signature, 0);
        return signature;
    }

    // To read an RSA key as well would have BouncyCastle test its primes, which takes longer than many signatures.
    private static bool IsOfEd25519(byte[] octets) => PrivateKeyInfo.GetInstance(octets)
        .PrivateKeyAlgorithm.Algorithm.Equals(EdECObjectIdentifiers.id_Ed25519);

    private static SigningKey OfRsa(DomainName domain, string selector, Action<RSA> import)
    {
        var rsa = RSA.Create();
        try
        {
            import(rsa);
            return rsa.KeySize >= VerificationKey.MinimumBits
                ? new SigningKey(domain, selector, rsa, null)
                : throw new FormatException($"A key of {rsa.KeySize} bits is too short: RFC 8301 asks for 2048.");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static Ed25519PrivateKeyParameters NewEd25519() =>
        new(RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize));

    // Without the public key, which OpenSSL 3.0 does not expect there.
    private byte[] Ed25519Info() => new PrivateKeyInfo(
        new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), new DerOctetString(ed25519!.GetEncoded()))
        .GetDerEncoded();

    // RFC 8463 section 4: the 32 octets themselves.
    private byte[] PublicKey() => rsa?.ExportSubjectPublicKeyInfo() ?? ed25519!.GeneratePublicKey().GetEncoded();
}
