using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// Hands a job to the first of several hosts that takes a session, and puts the answers into outcomes: 2xx relayed, 4xx
/// deferred, 5xx refused for good.
/// </summary>
/// <param name="sources">The addresses from which connections leave; where none fits, the system chooses.</param>
internal sealed class Sender(ConnectionPool connections, NextHopLimits limits, ImmutableArray<IPAddress> sources)
{
    /// <param name="from">The reverse-path under which it goes on.</param>
    /// <param name="pool">The pool from which it leaves for the Internet; null between own sites.</param>
    /// <param name="refusal">
    /// What to make of a permanent refusal; null keeps it. A broken link between own sites is no fault of the message.
    /// </param>
    public async ValueTask<DeliveryReport> SendAsync(
        DeliveryJob job, ReversePath from, IReadOnlyList<SmtpTarget> hosts, SmtpClientOptions client, IMessageBody body,
        PoolChoice? pool, string? site, Func<SmtpReply, string?>? refusal, CancellationToken ct)
    {
        var envelope = OnwardEnvelope.Of(job, from);
        var last = Unreachable(job, ReplyTable.For(Reason.HostUnreachable).ToString(), null);
        foreach (var host in hosts)
        {
            var family = host.Endpoint.AddressFamily;
            var way = pool?.AddressFor(family, job.Copy.Next);
            var source = way?.Address ?? sources.FirstOrDefault(address => address.AddressFamily == family);
            var used = pool is null ? null
                : $"{OutboundPools.Word(way?.Pool ?? OutboundPool.Normal)}: {pool.Why}";
            try
            {
                switch (await connections.SendAsync(host, client with { Source = source }, envelope, body, ct)
                    .ConfigureAwait(false))
                {
                    case PooledSend.Answered answered:
                        if (site is not null)
                        {
                            limits.Remember(job.Message.Organization, site, answered.Facts.Extensions.SizeLimit);
                        }

                        return Report(job, answered, site, refusal) with { Pool = used };
                    case PooledSend.NoSession { Outcome: var outcome }:
                        last = Unreachable(job, $"{outcome.Reply} ({outcome.Detail})", Peer(host.Endpoint, site, null))
                            with { Source = source?.ToString(), Pool = used };
                        break;
                }
            }
            catch (SmtpConnectionBrokenException fault)
            {
                var reply = $"{ReplyTable.For(Reason.HostUnreachable)} "
                    + $"({host.HostName} {host.Endpoint}: {fault.Message})";
                last = Unreachable(job, reply, Peer(host.Endpoint, site, null))
                    with { Source = source?.ToString(), Pool = used };
                if (fault.EndOfDataSent)
                {
                    // The host may have the message; another one would get it twice for certain (RFC 1047).
                    break;
                }
            }
        }

        return last;
    }

    /// <summary>Asks a host whether it takes a recipient, from where mail to it would come.</summary>
    public ValueTask<RecipientProbe> ProbeAsync(
        SmtpTarget host, SmtpClientOptions client, EmailAddress recipient, CancellationToken ct)
    {
        var source = sources.FirstOrDefault(address => address.AddressFamily == host.Endpoint.AddressFamily);
        return connections.ProbeAsync(host, client with { Source = source }, recipient, ct);
    }

    public static DeliveryReport Deferred(DeliveryJob job, string reply, Peer? peer) =>
        All(job, Outcome.Deferred, reply, peer);

    private static DeliveryReport Unreachable(DeliveryJob job, string reply, Peer? peer) =>
        Deferred(job, reply, peer) with { IsUnreachable = true };

    public static DeliveryReport All(DeliveryJob job, Outcome outcome, string reply, Peer? peer) =>
        new([.. job.Recipients.Select(recipient => new Result(recipient, outcome, reply))], peer);

    private static DeliveryReport Report(
        DeliveryJob job, PooledSend.Answered answered, string? site, Func<SmtpReply, string?>? refusal)
    {
        var results = ImmutableArray.CreateBuilder<Result>(job.Recipients.Length);
        for (var i = 0; i < job.Recipients.Length; i++)
        {
            var reply = answered.Result.OutcomeOf(i);
            var deferral = reply.IsPermanent ? refusal?.Invoke(reply) : null;
            var outcome = reply.IsPositive ? Outcome.Relayed
                : reply.IsPermanent && deferral is null ? Outcome.Held
                : Outcome.Deferred;
            results.Add(new Result(job.Recipients[i], outcome, deferral ?? reply.ToString()));
        }

        var peer = Peer(answered.Facts.Remote, site, answered.Facts.TlsDescription);
        return new DeliveryReport(results.MoveToImmutable(), peer)
        {
            Source = answered.Facts.Local.Address.ToString(),
            IsNotifyPassedOn = answered.Facts.Extensions.Dsn,
        };
    }

    private static Peer Peer(IPEndPoint endpoint, string? site, string? tls) =>
        new(endpoint.ToString(), site, null, tls);
}
