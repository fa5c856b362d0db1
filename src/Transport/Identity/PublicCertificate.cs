using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Transport.Identity;

/// <summary>
/// A certificate of a public authority, with its chain and key, as other programs renew them in files.
/// </summary>
public sealed class PublicCertificate
{
    private PublicCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        Leaf = leaf;
        All = [leaf, .. chain];
        Context = SslStreamCertificateContext.Create(leaf, chain, offline: true);
    }

    public X509Certificate2 Leaf { get; }

    /// <summary>The leaf and what stands behind it, in the order of the file.</summary>
    public IReadOnlyList<X509Certificate2> All { get; }

    public SslStreamCertificateContext Context { get; }

    /// <summary>Reads a chain, the leaf first, and the key of the leaf, both as PEM.</summary>
    /// <exception cref="InvalidDataException">
    /// The files cannot serve under this name at this time; the message says why and what to do.
    /// </exception>
    public static PublicCertificate Load(string chainPath, string keyPath, string name, TimeProvider clock)
    {
        try
        {
            var pem = File.ReadAllText(chainPath);
            var leaf = X509Certificate2.CreateFromPem(pem, File.ReadAllText(keyPath));
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(pem);
            chain.RemoveAt(0);
            return Fault(leaf, name, clock) is { } fault
                ? throw new InvalidDataException($"{chainPath}: {fault}")
                : new PublicCertificate(leaf, chain);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{fault.Message} Let the user under whom the site runs read {chainPath} and {keyPath}.", fault);
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException)
        {
            throw new InvalidDataException(
                $"{chainPath} and {keyPath} are no certificate with its key: {fault.Message} "
                + "Write the chain as PEM, the leaf first, and the leaf's key.",
                fault);
        }
    }

    private static string? Fault(X509Certificate2 leaf, string name, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return leaf.NotAfter.ToUniversalTime() <= now.UtcDateTime
            ? $"the certificate expired at {leaf.NotAfter.ToUniversalTime():u}; renew it."
            : leaf.NotBefore.ToUniversalTime() > now.UtcDateTime
            ? $"the certificate is not valid before {leaf.NotBefore.ToUniversalTime():u}; check this host's clock."
            : !leaf.MatchesHostname(name, allowWildcards: true, allowCommonName: false)
            ? $"the certificate is not for {name}; get one with it, or write its name as the site's 'certificate'."
            : null;
    }
}
