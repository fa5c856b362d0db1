using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Causeway.Transport.Tests.Domains;

/// <summary>A real web site on loopback, by HTTP and HTTPS, with a certificate of an authority of its own.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly WebApplication application;
    private SslStreamCertificateContext? certificate;

    private WebSite()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                OnConnection = _ => ValueTask.FromResult(
                    new SslServerAuthenticationOptions { ServerCertificateContext = certificate }),
            }));
        });
        application = builder.Build();
        application.Run(context =>
        {
            Asked.Enqueue($"{context.Request.Scheme} {context.Request.Path}");
            return context.Request.IsHttps ? Https(context) : Http(context);
        });
    }

    /// <summary>Who signed the certificate of the site.</summary>
    public X509Certificate2? Authority { get; private set; }

    public (int Http, int Https) Ports { get; private set; }

    /// <summary>What was asked for, as <c>http /path</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What the site says by HTTP; without it: 404.</summary>
    public RequestDelegate Http { get; set; } = Missing;

    /// <summary>What the site says by HTTPS; without it: 404.</summary>
    public RequestDelegate Https { get; set; } = Missing;

    /// <param name="name">For whom the certificate is.</param>
    /// <param name="years">For how long from 2020 on it is good.</param>
    public static async Task<WebSite> StartAsync(
        CancellationToken ct, string name = "contoso.example", int years = 99)
    {
        var site = new WebSite();
        await site.application.StartAsync(ct);
        var addresses = site.application.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        site.Ports = (addresses.Single(one => one.Scheme == "http").Port,
            addresses.Single(one => one.Scheme == "https").Port);
        site.Certify(name, years);
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        Authority?.Dispose();
    }

    private static Task Missing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private void Certify(string name, int years)
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest(
            $"CN=Authority of port {Ports.Https}", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        Authority = authority.CreateSelfSigned(From, From.AddYears(100));

        // As public ones do, it says where the certificate of its authority can be fetched: here, at the site itself.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(
            null, [$"http://127.0.0.1:{Ports.Http}/authority.cer"]));
        using var signed = request.Create(Authority, From, From.AddYears(years), [1]);
        var leaf = signed.CopyWithPrivateKey(key);
        certificate = SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true);
    }
}
