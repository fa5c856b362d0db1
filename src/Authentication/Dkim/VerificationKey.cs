using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Causeway.Authentication.Dkim;

/// <summary>The public key of a key record. Any number of threads may verify with it at once.</summary>
internal sealed class VerificationKey
{
    // RFC 8301 section 3.2: signatures by shorter keys are never good.
    public const int MinimumBits = 1024;

    // RFC 8301 section 3.2 asks for as much; longer keys make us work, and fit no message to DNS.
    public const int MaximumBits = 4096;

    // As OpenSSL's OPENSSL_RSA_MAX_PUBEXP_BITS: the work grows with the exponent, which the domain chooses.
    private const int MaximumExponentOctets = 8;

    private readonly RSA? rsa;
    private readonly Ed25519PublicKeyParameters? ed25519;

    private VerificationKey(RSA rsa) => this.rsa = rsa;

    private VerificationKey(Ed25519PublicKeyParameters ed25519) => this.ed25519 = ed25519;

    public SigningAlgorithm Algorithm => rsa is null ? SigningAlgorithm.Ed25519Sha256 : SigningAlgorithm.RsaSha256;

    /// <summary>The length of the key.</summary>
    public int Bits => rsa?.KeySize ?? 256;

    /// <summary>Null where the octets are no key of this kind.</summary>
    public static VerificationKey? TryRead(SigningAlgorithm algorithm, ReadOnlySpan<byte> octets) =>
        algorithm == SigningAlgorithm.RsaSha256 ? TryReadRsa(octets) : TryReadEd25519(octets);

    /// <summary>Whether a hash (SHA-256 of the signed fields) was signed with the other half of this key.</summary>
    public bool Verify(byte[] hash, byte[] signature) =>
        rsa is not null ? VerifyRsa(rsa, hash, signature) : VerifyEd25519(ed25519!, hash, signature);

    private static bool VerifyRsa(RSA rsa, byte[] hash, byte[] signature)
    {
        try
        {
            return rsa.VerifyHash(hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // Numbers that make no key, such as an even modulus.
            return false;
        }
    }

    // RFC 8463 section 3: pure Ed25519 over the octets of the hash.
    private static bool VerifyEd25519(Ed25519PublicKeyParameters key, byte[] hash, byte[] signature) =>
        signature.Length == Ed25519.SignatureSize
        && key.Verify(Ed25519.Algorithm.Ed25519, null, hash, 0, hash.Length, signature, 0);

    // RFC 6376 section 3.6.1 says RSAPublicKey; its own examples, and so nearly everybody, publish a
    // SubjectPublicKeyInfo.
    private static VerificationKey? TryReadRsa(ReadOnlySpan<byte> octets)
    {
        var rsa = RSA.Create();
        if ((TryImport(rsa.ImportSubjectPublicKeyInfo, octets) || TryImport(rsa.ImportRSAPublicKey, octets))
            && rsa.ExportParameters(false).Exponent!.Length <= MaximumExponentOctets)
        {
            return new VerificationKey(rsa);
        }

        rsa.Dispose();
        return null;
    }

    private static bool TryImport(ImportKey import, ReadOnlySpan<byte> octets)
    {
        try
        {
            import(octets, out var length);
            return length == octets.Length;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // RFC 8463 section 4: the 32 octets themselves.
    private static VerificationKey? TryReadEd25519(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Ed25519.PublicKeySize)
        {
            return null;
        }

        try
        {
            return new VerificationKey(new Ed25519PublicKeyParameters(octets.ToArray()));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private delegate void ImportKey(ReadOnlySpan<byte> octets, out int length);
}
