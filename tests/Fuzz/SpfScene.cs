using System.Net;
using Causeway.Dns;

namespace Causeway.Fuzz;

/// <summary>
/// A zone and a client as a text: <c>? 192.0.2.1 helo from</c>, <c>T name text</c>, <c>A name address</c>,
/// <c>M name host</c>, <c>P address name</c>, <c>C name target</c> and <c>! name</c> for a fault. What cannot be read
/// is passed over.
/// </summary>
internal sealed record SpfScene(FakeZone Zone)
{
    public IPAddress Client { get; private set; } = IPAddress.Parse("192.0.2.1");

    public string Helo { get; private set; } = "helo.example";

    public string Sender { get; private set; } = "user@a.example";

    /// <summary>The texts of TXT, in their order.</summary>
    public List<string> Texts { get; } = [];

    public static SpfScene Read(string text)
    {
        var scene = new SpfScene(new FakeZone());
        foreach (var line in text.Split('\n'))
        {
            scene.Take(line.TrimEnd('\r').Split(' ', 3));
        }

        return scene;
    }

    private void Take(string[] words)
    {
        switch (words)
        {
            case ["?", var client, var said] when IPAddress.TryParse(client, out var address):
                (Client, Helo) = (address, said.Split(' ')[0]);
                Sender = said[Math.Min(said.Length, Helo.Length + 1)..];
                break;
            case ["T", var name, var text]:
                Add(Zone.Txt, name, text);
                Texts.Add(text);
                break;
            case ["A", var name, var address] when IPAddress.TryParse(address, out _):
                Add(Zone.Addresses, name, address);
                break;
            case ["M", var name, var host]:
                Add(Zone.Mx, name, "10 " + host);
                break;
            case ["P", var address, var name]:
                Add(Zone.Pointers, address, name);
                break;
            case ["C", var name, var target]:
                Zone.Cname[name] = target;
                break;
            case ["!", var name, ..]:
                Zone.Faults.Add(name);
                break;
        }
    }

    private static void Add(Dictionary<string, string[]> records, string name, string value) =>
        records[name] = [.. records.GetValueOrDefault(name) ?? [], value];
}
