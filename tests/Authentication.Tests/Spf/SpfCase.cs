using System.Net;
using System.Text.Json.Serialization;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Spf;

/// <summary>A generated question with its zone, which JSON carries to another implementation.</summary>
internal sealed record SpfCase(string Client, string Helo, string Sender)
{
    /// <summary>Per name and type: A, AAAA, MX, TXT, PTR, CNAME.</summary>
    public Dictionary<string, Dictionary<string, List<string>>> Zone { get; } = [];

    /// <summary>Each as <c>TXT a.example</c>.</summary>
    public HashSet<string> Faults { get; } = [];

    /// <summary>All the records of SPF in the zone.</summary>
    [JsonIgnore]
    public IEnumerable<string> Texts => Zone.Values.SelectMany(types => types.GetValueOrDefault("TXT") ?? []);

    public bool IsAlias(string name) => Zone.TryGetValue(name, out var types) && types.ContainsKey("CNAME");

    public void Add(string type, string name, string value)
    {
        var types = Zone.TryGetValue(name, out var found) ? found : Zone[name] = [];
        (types.TryGetValue(type, out var values) ? values : types[type] = []).Add(value);
    }

    public FakeZone ToFakeZone()
    {
        var zone = new FakeZone();
        foreach (var (name, types) in Zone)
        {
            Copy(types, ["TXT"], zone.Txt, name);
            Copy(types, ["MX"], zone.Mx, name);
            Copy(types, ["A", "AAAA"], zone.Addresses, name);
            Copy(types, ["PTR"], zone.Pointers, types.ContainsKey("PTR") ? Client : name);
            if (types.TryGetValue("CNAME", out var alias))
            {
                zone.Cname[name] = alias[0];
            }
        }

        foreach (var fault in Faults.Select(fault => fault.Split(' ')))
        {
            zone.Faults.Add(fault[0] switch
            {
                "A" or "AAAA" => $"address {fault[1]}",
                "PTR" => $"ptr {Client}",
                _ => string.Join(' ', fault).ToLowerInvariant(),
            });
        }

        return zone;
    }

    public IPAddress Address() => IPAddress.Parse(Client);

    private static void Copy(
        Dictionary<string, List<string>> types, string[] wanted, Dictionary<string, string[]> records, string name)
    {
        var values = wanted.SelectMany(type => types.GetValueOrDefault(type) ?? []).ToArray();
        if (values.Length > 0)
        {
            records[name] = values;
        }
    }
}
