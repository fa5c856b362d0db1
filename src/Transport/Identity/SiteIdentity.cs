using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Causeway.Transport.Identity;

/// <summary>
/// What a running site holds to prove itself: its leaf with key, the authority's certificate, the trace key.
/// </summary>
public sealed class SiteIdentity(X509Certificate2 leaf, X509Certificate2 authority, TraceKey traceKey) : IDisposable
{
    public X509Certificate2 Leaf { get; } = leaf;

    public X509Certificate2 Authority { get; } = authority;

    public TraceKey TraceKey { get; } = traceKey;

    /// <summary>True where the authority is that of a lab.</summary>
    public bool IsOfLab => Authority.Subject.Contains(OrganizationAuthority.LabMark, StringComparison.Ordinal);

    /// <exception cref="InvalidDataException">The file holds no identity.</exception>
    public static SiteIdentity Load(string path)
    {
        try
        {
            var pem = File.ReadAllText(path);
            var leaf = X509Certificate2.CreateFromPem(pem, pem);
            var all = new X509Certificate2Collection();
            all.ImportFromPem(pem);
            return all.Count >= 2
                ? new SiteIdentity(leaf, all[1], TraceKey.FromPem(pem))
                : throw new InvalidDataException("The authority's certificate is missing.");
        }
        catch (Exception fault) when (fault is CryptographicException or ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException(
                $"{path} holds no identity: {fault.Message} Issue it again with `causeway identity`.", fault);
        }
    }

    /// <summary>Writes leaf, key, authority and trace key as PEM with mode 0600.</summary>
    public void Save(string path)
    {
        using var key = Leaf.GetECDsaPrivateKey()!;
        PrivateFile.Write(path, string.Join('\n',
            Leaf.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), Authority.ExportCertificatePem(),
            TraceKey.ToPem(), ""));
    }

    public void Dispose()
    {
        Leaf.Dispose();
        Authority.Dispose();
    }
}
