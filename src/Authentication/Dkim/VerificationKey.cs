using System.Formats.Asn1;
using System.Numerics;
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

    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    private readonly RSA? rsa;
    private readonly Ed25519PublicKeyParameters? ed25519;

    private VerificationKey(RSA? rsa, int bits) =>
        (Algorithm, this.rsa, Bits) = (SigningAlgorithm.RsaSha256, rsa, bits);

    private VerificationKey(Ed25519PublicKeyParameters ed25519) =>
        (Algorithm, this.ed25519, Bits) = (SigningAlgorithm.Ed25519Sha256, ed25519, 256);

    public SigningAlgorithm Algorithm { get; }

    /// <summary>The length of the key; one of RSA that is shorter or longer than the limits verifies nothing.</summary>
    public int Bits { get; }

    /// <summary>Null where the octets are no key of this kind.</summary>
    public static VerificationKey? TryRead(SigningAlgorithm algorithm, byte[] octets) =>
        algorithm == SigningAlgorithm.RsaSha256 ? TryReadRsa(octets) : TryReadEd25519(octets);

    /// <summary>Whether a hash (SHA-256 of the signed fields) was signed with the other half of this key.</summary>
    public bool Verify(byte[] hash, byte[] signature) => Algorithm == SigningAlgorithm.RsaSha256
        ? rsa is not null && VerifyRsa(rsa, hash, signature) : VerifyEd25519(ed25519!, hash, signature);

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

    private static VerificationKey? TryReadRsa(byte[] octets)
    {
        try
        {
            var numbers = ReadNumbers(octets);
            var bits = (int)new BigInteger(numbers.Modulus, isUnsigned: true, isBigEndian: true).GetBitLength();
            return numbers.Exponent!.Length > MaximumExponentOctets ? null
                : bits is < MinimumBits or > MaximumBits ? new VerificationKey(null, bits)
                : new VerificationKey(RSA.Create(numbers), bits);
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return null;
        }
    }

    // RFC 6376 section 3.6.1 says RSAPublicKey; its own examples, and so nearly everybody, publish a
    // SubjectPublicKeyInfo around it.
    private static RSAParameters ReadNumbers(byte[] octets)
    {
        var key = Sequence(octets);
        if (key.PeekTag() == Asn1Tag.Sequence)
        {
            if (key.ReadSequence().ReadObjectIdentifier() != RsaEncryption)
            {
                throw new AsnContentException();
            }

            var bits = key.ReadBitString(out _);
            key.ThrowIfNotEmpty();
            key = Sequence(bits);
        }

        var numbers = new RSAParameters { Modulus = Number(key), Exponent = Number(key) };
        key.ThrowIfNotEmpty();
        return numbers;
    }

    private static AsnReader Sequence(ReadOnlyMemory<byte> octets)
    {
        var reader = new AsnReader(octets, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        return sequence;
    }

    private static byte[] Number(AsnReader reader)
    {
        var octets = reader.ReadIntegerBytes().Span;
        return octets[0] < 0x80 ? octets.TrimStart((byte)0).ToArray() : throw new AsnContentException();
    }

    // RFC 8463 section 4: the 32 octets themselves.
    private static VerificationKey? TryReadEd25519(byte[] octets)
    {
        if (octets.Length != Ed25519.PublicKeySize)
        {
            return null;
        }

        try
        {
            return new VerificationKey(new Ed25519PublicKeyParameters(octets));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
