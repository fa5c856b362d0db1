using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Causeway.Smtp.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Smtp.Tests.Server;

/// <summary>A server with a certificate, on a free port of loopback.</summary>
internal static class TlsServer
{
    public static X509Certificate2 Certificate { get; } = SelfSigned("CN=mx.test");

    public static SmtpServerOptions Options(ListenerKind kind, SmtpLimits limits)
    {
        var context = SslStreamCertificateContext.Create(Certificate, null, offline: true);
        return new SmtpServerOptions
        {
            HostName = "mx.test",
            Listeners = [new SmtpListener(new IPEndPoint(IPAddress.Loopback, 0), kind)],
            Certificate = _ => context,
            Limits = limits,
        };
    }

    public static async Task<SmtpServer> StartAsync(FakePolicy policy, ListenerKind kind, SmtpLimits? limits = null)
    {
        var server = new SmtpServer(
            Options(kind, limits ?? new()), policy, NullLoggerFactory.Instance, TimeProvider.System);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = new CertificateRequest(name, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
