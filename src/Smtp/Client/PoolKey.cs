using System.Net;
using System.Security.Cryptography;
using Causeway.Core.Topology;

namespace Causeway.Smtp.Client;

/// <summary>
/// All that makes two connections interchangeable: who must be there, and who we are. One organization's connection
/// never carries another's mail.
/// </summary>
internal sealed record PoolKey(
    IPEndPoint Endpoint, string HostName, string? Expected, TlsLevel Tls, bool UsesImplicitTls, IPAddress? Source,
    string EhloName, string? ClientCertificate)
{
    public static PoolKey Of(SmtpTarget target, SmtpClientOptions options) => new(
        target.Endpoint, target.HostName, target.Expected?.Description, options.Tls, options.UsesImplicitTls,
        options.Source, options.EhloName,
        options.Tls == TlsLevel.Mutual
            ? options.ClientCertificate?.TargetCertificate.GetCertHashString(HashAlgorithmName.SHA256)
            : null);
}
