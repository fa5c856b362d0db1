using System.Net;
using System.Net.Sockets;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>Makes cases: records as people write them, and as they should not, in zones with holes.</summary>
internal sealed class SpfCases(int seed)
{
    private static readonly string[] Domains = [.. Enumerable.Range(0, 6).Select(n => $"d{n}.test.example")];
    private static readonly string[] Hosts =
        [.. Enumerable.Range(0, 5).Select(n => $"h{n}.test.example"), "h.d0.test.example", "h.d1.test.example"];

    private static readonly string[] Missing = ["gone0.test.example", "gone1.test.example", "gone.example"];
    private static readonly string[] Clients =
        ["192.0.2.1", "192.0.2.77", "198.51.100.9", "2001:db8::1", "2001:db8:1::9"];

    private static readonly string[] Qualifiers = ["", "", "", "+", "-", "~", "?"];
    private static readonly string[] Locals = ["user", "strong-bad", "a.b.c", "x+y=z", "Joe"];

    private static readonly string[] Macros =
    [
        "%{d}", "%{o}", "%{h}", "%{l}.test.example", "%{i}.test.example", "%{ir}.%{v}.test.example", "%{d2}", "%{D3r}",
        "%{l-}.%{o}", "%{lr-}.%{d}", "%{S}.test.example", "%{s}", "%{p}", "%{p2}.test.example", "%{l1r+-}.test.example",
        "%%.%{d}", "%_.%{d}", "%-.%{d}", "%{l_=}.%{d9}",
        string.Concat(Enumerable.Repeat("%{d}.", 20)) + "test.example",
    ];

    private static readonly string[] Broken =
    [
        "a:", "a:host", "a:192.0.2.1", "a:h0.test.example.1", "a/33", "a//129", "a/08", "a/", "mx:-x", "mx:a.-b",
        "include", "include:", "include:d0.test.example/8", "exists", "exists:x", "ptr/8", "ptr:", "ip4", "ip4:1.2.3",
        "ip4:1.2.3.4.5", "ip4:01.2.3.4", "ip4:1.2.3.4/33", "ip6:1", "ip6::::1", "ip6:1::2::3", "ip6:::1/129", "all:",
        "all/8", "al", "ip:1.2.3.4", "-", "=x", "1x=y", "x=%", "x=%{}", "x=%{z}", "x=%{c}", "redirect=", "exp=",
        "redirect:d1.test.example", "a:%{d", "a:%{d}.", "a:%{dx}", "a:%d", "-exp=h0.test.example", "a,", "v=spf1", "%",
    ];

    private static readonly string[] Others =
        ["token=1", "v=spf10 all", "v=spf1\tall", "not %{l} for you, %{i}", "%{c} %{p}"];

    private readonly Random random = new(seed);

    public SpfCase Next()
    {
        var helo = random.Next(4) == 0 ? "localhost" : Pick(Hosts);
        var sender = random.Next(8) == 0 ? "" : $"{Pick(Locals)}@{Pick(Domains)}";
        var made = new SpfCase(Pick(Clients), helo, sender);
        foreach (var host in Hosts)
        {
            AddHost(made, host);
        }

        // A name with a CNAME has nothing else (RFC 1034 section 3.6.2).
        foreach (var domain in Domains.Append(helo).Where(name => !made.IsAlias(name)))
        {
            AddDomain(made, domain);
        }

        AddPointers(made);
        return made;
    }

    private void AddHost(SpfCase made, string host)
    {
        switch (random.Next(12))
        {
            case 0:
                made.Faults.UnionWith([$"A {host}", $"AAAA {host}"]);
                break;
            case 1:
                made.Add("CNAME", host, Missing[0]);
                break;
            case 2:
                made.Add("CNAME", host, "target.test.example");
                made.Zone.Remove("target.test.example");
                made.Add("A", "target.test.example", Address(Clients[..3]));
                break;
            default:
                made.Add("A", host, random.Next(2) == 0 ? made.Client.Contains(':') ? Clients[0] : made.Client
                    : Address(Clients[..3]));
                if (random.Next(2) == 0)
                {
                    made.Add("AAAA", host, Address(Clients[3..]));
                }

                break;
        }
    }

    private void AddDomain(SpfCase made, string domain)
    {
        if (random.Next(25) == 0)
        {
            made.Faults.Add($"TXT {domain}");
            return;
        }

        foreach (var host in Hosts.Where(_ => random.Next(3) == 0).ToList())
        {
            var preference = made.Zone.GetValueOrDefault(domain)?.GetValueOrDefault("MX")?.Count ?? 0;
            made.Add("MX", domain, $"{preference} {host}");
        }

        if (random.Next(20) == 0)
        {
            made.Faults.Add($"MX {domain}");
        }

        var records = random.Next(30) switch { 0 => 2, 1 => 0, _ => 1 };
        for (var i = 0; i < records; i++)
        {
            made.Add("TXT", domain, Record(domain));
        }

        if (random.Next(3) == 0)
        {
            made.Add("TXT", domain, Pick(Others));
        }
    }

    private void AddPointers(SpfCase made)
    {
        var address = made.Address();
        var reverse = address.AddressFamily == AddressFamily.InterNetwork
            ? string.Join('.', address.ToString().Split('.').Reverse()) + ".in-addr.arpa"
            : string.Join<char>('.', Convert.ToHexStringLower(address.GetAddressBytes()).Reverse()) + ".ip6.arpa";
        if (random.Next(15) == 0)
        {
            made.Faults.Add($"PTR {reverse}");
        }

        foreach (var name in Hosts.Concat(Missing).Where(_ => random.Next(4) == 0).ToList())
        {
            made.Add("PTR", reverse, name);
        }
    }

    private string Record(string domain)
    {
        var terms = new List<string> { random.Next(20) == 0 ? "V=SPF1" : "v=spf1" };
        for (var count = random.Next(random.Next(4) == 0 ? 14 : 5); count > 0; count--)
        {
            terms.Add(random.Next(40) == 0 ? Pick(Broken) : Mechanism());
        }

        if (random.Next(4) > 0)
        {
            terms.Add(Pick(["-", "~", "?", ""]) + "all");
        }

        if (random.Next(5) == 0)
        {
            terms.Insert(random.Next(1, terms.Count + 1), $"redirect={Pick(Domains)}");
        }

        if (random.Next(3) == 0)
        {
            terms.Insert(random.Next(1, terms.Count + 1), $"exp={Pick([.. Domains, domain, .. Macros])}");
        }

        if (random.Next(6) == 0)
        {
            terms.Insert(random.Next(1, terms.Count + 1), Pick(["x=y", "a.b-c=", "x=%{d}/8", "unknown=a:b"]));
        }

        return string.Join(random.Next(10) == 0 ? "  " : " ", terms) + (random.Next(10) == 0 ? " " : "");
    }

    private string Mechanism()
    {
        var name = random.Next(15) == 0 ? (Func<string, string>)(text => text.ToUpperInvariant()) : text => text;
        var target = random.Next(3) switch { 0 => "", 1 => $":{Pick(Macros)}", _ => $":{Host()}" };
        return Pick(Qualifiers) + (random.Next(12) switch
        {
            0 or 1 or 2 => $"{name("ip4")}:{Pick(Clients[..3])}{Pick(["", "/32", "/24", "/8", "/0"])}",
            3 or 4 => $"{name("ip6")}:{Pick(Clients[3..])}{Pick(["", "/128", "/64", "/32", "/0"])}",
            5 or 6 => $"{name("a")}{target}{Prefixes()}",
            7 => $"{name("mx")}{(random.Next(2) == 0 ? "" : $":{Pick(Domains)}")}{Prefixes()}",
            8 => $"{name("ptr")}{target}",
            9 => $"{name("exists")}:{(random.Next(2) == 0 ? Pick(Macros) : Host())}",
            _ => $"{name("include")}:{Pick(Domains)}",
        });
    }

    private string Host() => random.Next(6) == 0 ? Pick(Missing) : Pick(Hosts);

    private string Prefixes() => Pick(["", "", "", "/24", "/32", "//64", "/16//32", "/0", "//0"]);

    private string Address(string[] addresses) =>
        random.Next(3) > 0 ? Pick(addresses)
        : addresses[0].Contains(':') ? $"2001:db8::{random.Next(1, 999)}" : $"192.0.2.{random.Next(1, 255)}";

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
