using System.Net;
using System.Net.Sockets;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// Another resolver for one piece of work: what is asked beyond its budget is a temporary fault. Strangers choose how
/// many questions a message costs, and how long their servers take to answer.
/// </summary>
public sealed class BoundedResolver(IResolver inner, TimeProvider clock, ResolverBudget budget) : IResolver
{
    private int asked;
    private long waited;

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(DomainName domain, CancellationToken cancellationToken) =>
        MxAsync(domain.Value, cancellationToken);

    public ValueTask<DnsAnswer<MxRecord>> MxAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.MxAsync(name, ct), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.AddressesAsync(host, ct), cancellationToken);

    public ValueTask<DnsAnswer<IPAddress>> AddressesAsync(
        string host, AddressFamily family, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.AddressesAsync(host, family, ct), cancellationToken);

    public ValueTask<DnsAnswer<string>> TxtAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.TxtAsync(name, ct), cancellationToken);

    public ValueTask<DnsAnswer<string>> PtrAsync(IPAddress address, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.PtrAsync(address, ct), cancellationToken);

    public ValueTask<DnsAnswer<string>> CnameAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.CnameAsync(name, ct), cancellationToken);

    public ValueTask<DnsAnswer<TlsaRecord>> TlsaAsync(string name, CancellationToken cancellationToken) =>
        AskAsync(ct => inner.TlsaAsync(name, ct), cancellationToken);

    private async ValueTask<DnsAnswer<T>> AskAsync<T>(
        Func<CancellationToken, ValueTask<DnsAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        var left = budget.Waiting - TimeSpan.FromTicks(Interlocked.Read(ref waited));
        if (Interlocked.Increment(ref asked) > budget.Questions || left <= TimeSpan.Zero)
        {
            return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
        }

        var start = clock.GetTimestamp();
        using var late = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await ask(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
        }
        finally
        {
            Interlocked.Add(ref waited, clock.GetElapsedTime(start).Ticks);
        }
    }
}
