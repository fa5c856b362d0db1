using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;

namespace Causeway.Dns;

/// <summary>The way to a mail domain: hosts in the order in which to try them, or why there is none.</summary>
public abstract record MxRoute
{
    private MxRoute()
    {
    }

    /// <summary>Hosts, best first; never empty.</summary>
    public sealed record Found(IReadOnlyList<MailHost> Hosts) : MxRoute;

    /// <summary>No way; <see cref="Reply"/> says whether for now (4xx) or for good (5xx).</summary>
    public sealed record NotFound(Reason Reason, string Detail) : MxRoute
    {
        public SmtpReply Reply => ReplyTable.For(Reason);
    }

    /// <summary>
    /// Applies RFC 5321 section 5.1 and RFC 7505 to what DNS said. Pure, but for the order of equals, which
    /// <paramref name="random"/> decides.
    /// </summary>
    public static MxRoute Choose(MxLookup lookup, MailHostOptions options, Random random)
    {
        var domain = lookup.Domain.Value;
        switch (lookup.Mx.Status)
        {
            case DnsStatus.NoSuchName:
                return new NotFound(Reason.DomainNotFound, $"{domain} does not exist.");
            case DnsStatus.TemporaryFault:
                return new NotFound(Reason.NoUsableHost, $"The MX of {domain} could not be looked up.");
            case DnsStatus.NoData:
                // RFC 5321 section 5.1: without MX the domain is its own mail host, as if with preference 0.
                return Choose(lookup, [new MxRecord(0, domain)], options);
            case DnsStatus.Found:
            default:
                break;
        }

        // RFC 7505 section 3: a null MX stands alone; beside other records it names no host and is passed over.
        var records = lookup.Mx.Records.Where(record => !record.IsNull).ToArray();
        if (records.Length == 0)
        {
            return new NotFound(Reason.NullMx, $"{domain} publishes a null MX.");
        }

        // RFC 5321 section 5.1: hosts of equal preference are tried in random order. The sort below is stable.
        random.Shuffle(records);
        return Choose(lookup, [.. records.OrderBy(record => record.Preference)], options);
    }

    private static MxRoute Choose(MxLookup lookup, IReadOnlyList<MxRecord> ordered, MailHostOptions options)
    {
        var domain = lookup.Domain.Value;
        var own = ordered.FirstOrDefault(record => IsOwn(record, lookup, options));

        // RFC 5321 section 5.1: a host that finds itself drops itself and all that are not better than itself.
        var usable = own is null ? ordered : [.. ordered.Where(record => record.Preference < own.Preference)];
        if (usable.Count == 0)
        {
            return new NotFound(Reason.LoopsBack, $"The best mail host of {domain} is this site.");
        }

        var hosts = usable.SelectMany(record => AddressesOf(record, lookup).Records
            .Where(address => AddressGuard.MayConnect(address, options))
            .Select(address => new MailHost(record.Exchange, address))).ToList();
        if (hosts.Count > 0)
        {
            return new Found(hosts);
        }

        return usable.Any(record => AddressesOf(record, lookup).Status == DnsStatus.TemporaryFault)
            ? new NotFound(Reason.NoUsableHost, $"No mail host of {domain} could be looked up.")
            : new NotFound(Reason.NoMailHost, $"No mail host of {domain} has a public address.");
    }

    private static bool IsOwn(MxRecord record, MxLookup lookup, MailHostOptions options) =>
        options.OwnNames.Contains(record.Exchange)
        || AddressesOf(record, lookup).Records.Any(address => AddressGuard.IsOwn(address, options));

    private static DnsAnswer<IPAddress> AddressesOf(MxRecord record, MxLookup lookup) =>
        lookup.Addresses.TryGetValue(record.Exchange, out var answer)
            ? answer
            : DnsAnswers.None<IPAddress>(DnsStatus.NoData);
}
