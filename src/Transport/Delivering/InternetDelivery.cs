using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Dns;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// Sends to the MX of a domain: what leaves loses our own fields, and TLS is taken where it is offered.
/// </summary>
internal sealed class InternetDelivery(
    SnapshotSource snapshots, SiteName here, MailHosts hosts, Sender sender, Spool spool, IPAddress? source, int port)
{
    public async ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
    {
        var route = await hosts.FindAsync(DomainName.Parse(job.Copy.Next), ct).ConfigureAwait(false);
        if (route is not MxRoute.Found found)
        {
            var none = (MxRoute.NotFound)route;
            return Sender.All(
                job, none.Reply.IsPermanent ? Outcome.Held : Outcome.Deferred, $"{none.Reply} ({none.Detail})", null);
        }

        var targets = found.Hosts
            .Select(host => new SmtpTarget(new IPEndPoint(host.Address, port), host.Name)).ToList();
        var client = new SmtpClientOptions
        {
            EhloName = snapshots.Current.Organization[here].Host, Tls = TlsLevel.Opportunistic, Source = source,
        };
        var body = await LeavingBody.OpenAsync(spool, job.Message, ct).ConfigureAwait(false);
        return await sender.SendAsync(job, targets, client, body, null, null, ct).ConfigureAwait(false);
    }
}
