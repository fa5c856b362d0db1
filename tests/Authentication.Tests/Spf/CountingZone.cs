using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>A zone that keeps the questions, in their order: <c>TXT a.example</c>.</summary>
internal sealed class CountingZone(FakeZone zone) : IResolver
{
    public List<string> Questions { get; } = [];

    /// <summary>Called before each answer.</summary>
    public Func<string, CancellationToken, Task> Asked { get; init; } = (_, _) => Task.CompletedTask;

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        AskAsync($"MX {name}", () => zone.MxAsync(name, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        AskAsync($"A+AAAA {host}", () => zone.AddressesAsync(host, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) => AskAsync(
        $"{(family == AddressFamily.InterNetwork ? "A" : "AAAA")} {host}",
        () => zone.AddressesAsync(host, family, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync($"TXT {name}", () => zone.TxtAsync(name, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        AskAsync($"PTR {address}", () => zone.PtrAsync(address, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync($"CNAME {name}", () => zone.CnameAsync(name, cancellationToken), cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync($"TLSA {name}", () => zone.TlsaAsync(name, cancellationToken), cancellationToken);

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(
        string question, Func<ValueTask<DnsAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        Questions.Add(question);
        await Asked(question, cancellationToken);
        return await ask();
    }
}
