using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Causeway.Core.Addresses;

namespace Causeway.Dns;

/// <summary>
/// Another resolver for one piece of work: what is asked beyond its budget is a temporary fault. Strangers choose how
/// many questions a message costs, and how long their servers take to answer. Nor may one message's questions, which
/// perhaps nobody answers, take the place of all others': what is asked at once is bounded, and the rest waits.
/// </summary>
public sealed class BoundedResolver(IResolver inner, TimeProvider clock, ResolverBudget budget) : IResolver
{
    private readonly Lock counting = new();

    // A question has a place in it for as long as it is asked.
    private readonly Channel<bool> asking = Channel.CreateBounded<bool>(budget.AtOnce);
    private int asked;
    private int pending;
    private long pendingSince;
    private TimeSpan waited;

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
        if (!TryBegin(out var left))
        {
            return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
        }

        try
        {
            using var late = new CancellationTokenSource(left, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            return await AskInTurnAsync(ask, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsAnswers.None<T>(DnsStatus.TemporaryFault);
        }
        finally
        {
            End();
        }
    }

    private async ValueTask<DnsAnswer<T>> AskInTurnAsync<T>(
        Func<CancellationToken, ValueTask<DnsAnswer<T>>> ask, CancellationToken cancellationToken)
    {
        await asking.Writer.WriteAsync(true, cancellationToken).ConfigureAwait(false);
        try
        {
            // The time may have ended together with the question whose place this is now.
            return IsOver()
                ? DnsAnswers.None<T>(DnsStatus.TemporaryFault)
                : await ask(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            asking.Reader.TryRead(out _);
        }
    }

    // Time is spent while anything is asked: what many questions wait at once is the same time.
    private bool TryBegin(out TimeSpan left)
    {
        lock (counting)
        {
            left = Left();
            if (asked == budget.Questions || left <= TimeSpan.Zero)
            {
                return false;
            }

            asked++;
            pendingSince = pending++ == 0 ? clock.GetTimestamp() : pendingSince;
            return true;
        }
    }

    private bool IsOver()
    {
        lock (counting)
        {
            return Left() <= TimeSpan.Zero;
        }
    }

    private TimeSpan Left() =>
        budget.Waiting - waited - (pending > 0 ? clock.GetElapsedTime(pendingSince) : TimeSpan.Zero);

    private void End()
    {
        lock (counting)
        {
            waited += --pending == 0 ? clock.GetElapsedTime(pendingSince) : TimeSpan.Zero;
        }
    }
}
