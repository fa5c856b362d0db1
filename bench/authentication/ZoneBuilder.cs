using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.AuthenticationBench;

/// <summary>
/// Records for the domains that messages name, made out of the names alone: SPF in four forms as they are common, DMARC
/// at the last two labels, hosts, and one key wherever a signature says that one is.
/// </summary>
internal sealed class ZoneBuilder(string keyRecord)
{
    private readonly HashSet<string> domains = new(StringComparer.OrdinalIgnoreCase);

    public Zone Zone { get; } = new();

    /// <summary>Where the mail of a domain comes from: of the block for benchmarks (RFC 2544).</summary>
    public static IPAddress AddressOf(string domain)
    {
        var number = Number(domain);
        return new IPAddress([198, 18, (byte)(number >> 16), (byte)(number >> 8)]);
    }

    public static string HostOf(string domain) => $"out.{domain}";

    public void AddSender(string domain)
    {
        if (!domains.Add(domain))
        {
            return;
        }

        var (address, host) = (AddressOf(domain), HostOf(domain));
        Zone.AddAddress(host, address);
        Zone.AddPointer(address, host);
        Zone.AddExchange(domain, host);
        Zone.AddAddress(domain, IPAddress.Parse("203.0.113.1"));
        Zone.AddTxt(domain, (Number(domain) & 3) switch
        {
            0 => "v=spf1 mx -all",
            1 => $"v=spf1 a:{host} ~all",
            2 => $"v=spf1 include:_spf.{domain} ~all",
            _ => $"v=spf1 a ip4:203.0.113.0/24 ip6:2001:db8::/32 include:_spf.{domain} -all",
        });
        Zone.AddTxt($"_spf.{domain}", $"v=spf1 ip4:203.0.113.0/25 ip4:192.0.2.128/25 ip4:{address} -all");
        var labels = domain.Split('.');
        Zone.AddTxt(
            $"_dmarc.{string.Join('.', labels[^Math.Min(2, labels.Length)..])}",
            $"v=DMARC1; p=quarantine; rua=mailto:reports@{domain}");
    }

    /// <summary>The keys that a header refers to.</summary>
    public void AddKeys(HeaderBlock header)
    {
        foreach (var field in header.Fields)
        {
            if (header.IsNamed(field, "DKIM-Signature"u8) || header.IsNamed(field, "ARC-Seal"u8)
                || header.IsNamed(field, "ARC-Message-Signature"u8))
            {
                var tags = Encoding.Latin1.GetString(header.BodyOf(field)).Split(';', StringSplitOptions.TrimEntries);
                AddKey(Tag(tags, "s"), Tag(tags, "d"));
            }
        }
    }

    public void AddKey(string? selector, string? domain)
    {
        if (selector is not null && domain is not null)
        {
            Zone.AddTxt($"{selector}._domainkey.{domain}", keyRecord);
        }
    }

    private static string? Tag(string[] tags, string name) =>
        Array.Find(tags, tag => tag.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();

    private static uint Number(string domain) => BinaryPrimitives.ReadUInt32LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(domain.ToLowerInvariant())));
}
