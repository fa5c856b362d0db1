using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Causeway.Authentication.SkipListing;
using Causeway.Core.Topology;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.SkipListing;

/// <summary>
/// Messages of public lists (shared/data/topology-headers) that passed Exchange Online, and those that passed a gateway
/// in the cloud. Others said who they saw: Exchange Online in its own fields, the list's server in its SPF verdict.
/// </summary>
public sealed partial class RealMessagesTests
{
    private static readonly IPNetwork[] Lists =
    [
        .. new[]
        {
            "112.213.38.117/32", "203.11.71.0/24", "2401:3900:2::/48", "2404:9400::/32", "44.210.186.118/32",
            "3.208.193.21/32", "172.104.30.75/32", "128.59.11.253/32",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork[] Gateways =
    [
        .. new[]
        {
            "67.231.144.0/20", "148.163.128.0/19", "205.220.160.0/19", "185.132.180.0/22", "185.183.28.0/22",
            "91.207.212.0/23",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    private static readonly IPNetwork[] ExchangeOnline =
    [
        .. new[]
        {
            "40.92.0.0/15", "40.107.0.0/16", "52.100.0.0/14", "104.47.0.0/17", "2a01:111::/32", "2603:1000::/24",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    [Fact]
    public void Whom_exchange_online_saw_is_found_behind_all_that_came_after_it()
    {
        var skip = new Skip { Addresses = [.. Lists, .. Gateways, .. ExchangeOnline] };
        var messages = Messages("hybrid-onprem");
        Assert.Equal(131, messages.Count);
        Assert.All(messages, message =>
        {
            var said = SeenByExchange().Match(message.Text(
                "X-MS-Exchange-CrossTenant-OriginalAttributedTenantConnectingIp"));
            var found = SourceWalk.Find(message.Peer.Address!, message.Peer.Helo, message.Header, skip);

            Assert.Equal(
                (true, said.Groups["ip"].Value, said.Groups["helo"].Value),
                (found.IsFound, found.Address.ToString(), found.Helo));
        });
    }

    /// <summary>Their SPF verdicts have the name in lower case.</summary>
    [Fact]
    public void Whom_the_servers_of_lists_judged_is_found_behind_them()
    {
        var judged = Messages("*").Select(message => (
                Verdict: SeenBySpf().Match(message.Text("Authentication-Results")),
                Found: SourceWalk.Find(
                    message.Peer.Address!, message.Peer.Helo, message.Header, new Skip { Addresses = [.. Lists] })))
            .Where(pair => pair.Verdict.Success).ToList();

        Assert.Equal(117, judged.Count);
        Assert.All(judged, pair => Assert.Equal(
            (pair.Verdict.Groups["ip"].Value, pair.Verdict.Groups["helo"].Value),
            (pair.Found.Address.ToString(), pair.Found.Helo?.ToLowerInvariant())));
    }

    /// <summary>
    /// The site stands where the list's server stood, and its peer is the gateway. Four gateways pass a message on at
    /// other public addresses of their own: those have to be listed.
    /// </summary>
    [Fact]
    public void Behind_a_gateway_whoever_connected_to_it_is_found()
    {
        var sources = Messages("third-party-gateway").Select(Behind).ToList();

        Assert.Equal(57, sources.Count);
        Assert.All(sources, source => Assert.True(source.IsFound, source.Reason));
        Assert.Equal(36, sources.Count(source =>
            source.Helo!.EndsWith(".outbound.protection.outlook.com", StringComparison.OrdinalIgnoreCase)));
        Assert.All(
            sources.Where(source => source.Helo!.Contains("outlook.com", StringComparison.OrdinalIgnoreCase)),
            source => Assert.Contains(ExchangeOnline, network => network.Contains(source.Address)));
        Assert.Equal(
            ["67.231.149.39", "67.231.149.39", "85.158.142.204", "85.158.142.98"],
            sources.Where(source => source.Helo!.Contains("pphosted", StringComparison.Ordinal)
                || source.Helo.StartsWith('[')).Select(source => source.Address.ToString()).Order());
    }

    private static TrueSource Behind(Message message)
    {
        var skip = new Skip { Addresses = [.. Lists] };
        var gateway = SourceWalk.Find(message.Peer.Address!, message.Peer.Helo, message.Header, skip);
        var received = message.Header.Fields.Where(field => message.Header.IsNamed(field, "Received"u8)).ToList();
        var below = HeaderBlock.Scan(message.Header.Octets[received[gateway.HopsSkipped - 1].End..]);
        return SourceWalk.Find(gateway.Address, gateway.Helo, below, Skip.LastAddress);
    }

    private static List<Message> Messages(string kind)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The folder shared/data/topology-headers is not beside the repository.");
        return
        [
            .. Directory.GetDirectories(folder, kind).Order()
                .SelectMany(path => Directory.GetFiles(path, "*.eml").Order()).Select(Message.Of),
        ];
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var path = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "topology-headers"));
                return Directory.Exists(path) ? path : null;
            }
        }

        return null;
    }

    [GeneratedRegex(@"Ip=\[(?<ip>[^\]]*)\];\s*Helo=\[(?<helo>.*)\]\s*$", RegexOptions.NonBacktracking)]
    private static partial Regex SeenByExchange();

    [GeneratedRegex(@"client-ip=(?<ip>[^;\s]+);\s*helo=(?<helo>[^;\s]+);", RegexOptions.NonBacktracking)]
    private static partial Regex SeenBySpf();

    /// <summary>A message as it came to the archive: its peer, and what that one sent.</summary>
    private sealed record Message(ReceivedFrom Peer, HeaderBlock Header)
    {
        public static Message Of(string path)
        {
            // The archive's own fields on top: its mail store's, without a peer, and its server's.
            var header = HeaderBlock.Scan(File.ReadAllBytes(path));
            var (field, peer) = header.Fields.Where(field => header.IsNamed(field, "Received"u8))
                .Select(field => (field, ReceivedFrom.Read(header.BodyOf(field))))
                .First(pair => pair.Item2?.Address is not null);
            return new Message(peer!, HeaderBlock.Scan(header.Octets[field.End..]));
        }

        /// <summary>All fields of a name, one behind the other.</summary>
        public string Text(string name) => string.Concat(Header.Fields
            .Where(field => Header.IsNamed(field, Encoding.UTF8.GetBytes(name)))
            .Select(field => Encoding.UTF8.GetString(Header.BodyOf(field))));
    }
}
