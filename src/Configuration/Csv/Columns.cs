namespace Causeway.Configuration.Csv;

/// <summary>Where each column of a recipients file stands; -1 where it is absent.</summary>
internal sealed class Columns
{
    public static readonly string[] Required = ["address", "kind", "site"];

    public static readonly string[] Optional =
    [
        "proxies", "members", "target", "forward", "keep", "accept-from", "send-as", "quota",
    ];

    public required int Count { get; init; }

    public int Proxies { get; init; } = -1;

    public int Members { get; init; } = -1;

    public int Target { get; init; } = -1;

    public int Forward { get; init; } = -1;

    public int Keep { get; init; } = -1;

    public int AcceptFrom { get; init; } = -1;

    public int SendAs { get; init; } = -1;

    public int Quota { get; init; } = -1;

    /// <summary>Reads the header; null, and a fault, where it cannot be followed.</summary>
    public static Columns? Read(CsvScanner scanner)
    {
        var names = new List<string>();
        var readable = true;
        foreach (var field in scanner.Fields)
        {
            var name = scanner.Text(field).ToString();
            var place = names.Count;
            if (place < Required.Length && name != Required[place])
            {
                scanner.Add(field, 0, $"column {place + 1} is {Words.Quote(name)}", $"write '{Required[place]}'");
                readable = false;
            }
            else if (place >= Required.Length && !Optional.Contains(name))
            {
                scanner.Add(field, 0, $"{Words.Quote(name)} is no column", Words.Instead(name, Optional));
                readable = false;
            }
            else if (names.Contains(name))
            {
                scanner.Add(field, 0, $"a second column {Words.Quote(name)}", "write it once");
                readable = false;
            }

            names.Add(name);
        }

        if (names.Count < Required.Length)
        {
            var last = scanner.Fields[^1];
            scanner.Add(last, 0, $"the header ends with {Words.Quote(names[^1])}", "write 'address,kind,site' first");
            readable = false;
        }

        return readable ? Of(names) : null;
    }

    private static Columns Of(List<string> names) => new()
    {
        Count = names.Count,
        Proxies = names.IndexOf("proxies"),
        Members = names.IndexOf("members"),
        Target = names.IndexOf("target"),
        Forward = names.IndexOf("forward"),
        Keep = names.IndexOf("keep"),
        AcceptFrom = names.IndexOf("accept-from"),
        SendAs = names.IndexOf("send-as"),
        Quota = names.IndexOf("quota"),
    };
}
