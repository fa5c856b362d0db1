using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>The records of hosts and addresses: those of the MX, and those from which mail comes.</summary>
internal sealed class HostPlanner(
    Organization organization, ImmutableArray<SendingAddress> senders, PlanOptions options)
{
    public IEnumerable<WantedRecord> Records() =>
        Mx().Concat(senders.GroupBy(sender => sender.Site).SelectMany(group => Sending(group.Key, [.. group])))
            .DistinctBy(record => (record.Name, record.Type, record.Value));

    private IEnumerable<WantedRecord> Mx()
    {
        if (organization.FirstInbound is not { } first)
        {
            yield break;
        }

        // Which of several names has which of several addresses, the file does not say.
        var site = organization[first];
        var named = site.Mx.Length == 1 ? Addresses(site, site.Mx[0], site.Addresses, "the MX names it") : [];
        foreach (var record in named)
        {
            yield return record;
        }

        foreach (var host in site.Mx)
        {
            var key = options.HostKeys.GetValueOrDefault(host);
            yield return new WantedRecord($"_25._tcp.{host}", RecordType.Tlsa,
                $"3 1 1 {key ?? "SHA-256-OF-THE-PUBLIC-KEY"}", RecordPurpose.Tlsa, RecordWeight.Prepared,
                $"who sends to {host} can hold it to the key of its certificate (DANE)")
            {
                Before = key is null
                    ? $"sign the zone of {host} with DNSSEC, and compute the value from its certificate"
                    : $"sign the zone of {host} with DNSSEC; renew the certificate with the same key, or publish the "
                        + "next one before",
            };
        }
    }

    private static IEnumerable<WantedRecord> Sending(Site site, ImmutableArray<SendingAddress> from)
    {
        // The provider of this platform keeps the names of its own hosts.
        if (site.Platform == Platform.ExchangeOnline || !SendingAddresses.IsName(site.Host))
        {
            yield break;
        }

        var own = from.Where(sender => site.Addresses.Contains(sender.Network)).ToList();
        foreach (var record in Addresses(
            site, site.Host, own.Select(sender => sender.Network), $"{site.Name} calls itself so in EHLO"))
        {
            yield return record;
        }

        foreach (var record in from.Where(sender => sender.Network.IsSingle())
            .SelectMany(sender => Pointer(sender, own.Contains(sender) ? site.Host : PoolHost(sender, from))))
        {
            yield return record;
        }

        yield return Helo(site, from, own);
    }

    // RFC 7208 section 2.4: for a null reverse-path the name in EHLO is judged.
    private static WantedRecord Helo(Site site, ImmutableArray<SendingAddress> from, List<SendingAddress> own)
    {
        var beyond = from.Where(sender => !own.Contains(sender) || !sender.Network.IsSingle())
            .Select(sender => $" {SpfPlanner.Term(sender.Network)}");
        return new WantedRecord(site.Host, RecordType.Txt, $"v=spf1 a{string.Concat(beyond)} -all",
            RecordPurpose.HeloSpf, RecordWeight.Advised,
            $"notices have a null reverse-path, so that the name in EHLO of {site.Name} is judged instead");
    }

    private static IEnumerable<WantedRecord> Pointer(SendingAddress sender, string host)
    {
        var address = sender.Network.BaseAddress;
        var weight = sender.Domains.IsEmpty ? RecordWeight.Advised : RecordWeight.Matters;
        yield return new WantedRecord(
            ReverseName.Of(address), RecordType.Reverse, host, RecordPurpose.ReverseName, weight,
            $"receivers want a name for {address} that leads back to it; whoever gave you the address sets it");
        if (host != sender.Helo)
        {
            foreach (var record in Addresses(
                sender.Site, host, [sender.Network], $"the name of {address} leads back to it"))
            {
                yield return record;
            }
        }
    }

    private static string PoolHost(SendingAddress sender, ImmutableArray<SendingAddress> from)
    {
        var alike = from.Where(other => other.Pool == sender.Pool).ToList();
        var number = alike.Count == 1
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"-{alike.IndexOf(sender) + 1}");
        return $"{OutboundPools.Word(sender.Pool)}{number}.{sender.Helo}";
    }

    // Of another product the file says from where it sends, and it may take mail elsewhere.
    private static IEnumerable<WantedRecord> Addresses(
        Site site, string host, IEnumerable<IPNetwork> networks, string why) =>
        networks.Where(network => network.IsSingle()).Select(network => new WantedRecord(
            host.ToLowerInvariant(),
            network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? RecordType.A : RecordType.Aaaa,
            network.BaseAddress.ToString(), RecordPurpose.Address,
            site.Platform == Platform.Causeway ? RecordWeight.Matters : RecordWeight.Advised, why));
}
