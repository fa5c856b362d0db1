namespace Causeway.Configuration.Tests;

public sealed class TopologyFaultTests
{
    private const string Readable = """
        organization: contoso
        domains:
          contoso.example: { type: authoritative }
        sites:
          filter: { kind: filter, mx: mx.filter.example }
          cloud: { kind: cloud, host: cloud.example }
          office: { kind: on-premises, host: mail.contoso.example }
        mail-flow:
          inbound: internet -> filter -> cloud -> office
          outbound: office -> cloud -> internet

        """;

    public static TheoryData<string> Cases => [.. Table().Keys];

    [Fact]
    public void The_text_that_the_cases_change_is_readable() => Assert.Empty(FaultsOf(Readable));

    [Fact]
    public void The_table_has_all_its_cases() => Assert.True(Table().Count > 70);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_fault_names_its_place_and_what_to_write(string name)
    {
        var (before, after, expected) = Table()[name];
        var at = Readable.IndexOf(before, StringComparison.Ordinal);
        Assert.True(at >= 0, $"'{before}' is not in the text.");

        var faults = FaultsOf(Readable[..at] + after + Readable[(at + before.Length)..]);

        Assert.Equal(expected.Select(line => $"c.yaml:{line}"), faults);
    }

    [Fact]
    public void Every_fault_of_a_file_is_found_in_one_run_and_they_come_in_the_order_of_the_file()
    {
        var faults = FaultsOf("""
            organization: con toso
            domains:
              contoso.example: { type: authoritatif }
            sites:
              cloud: { kind: clowd, host: cloud.example, listen: 25 }
            mail-flow:
              inbound: internet -> cloud -> office
              outbound: cloud
            outage: soon
            """);

        Assert.Equal(
            ["1:15", "3:28", "5:18", "5:54", "7:33", "8:13", "9:9"],
            faults.Select(fault => string.Join(':', fault.Split(':')[1..3])));
    }

    [Fact]
    public void Lines_that_end_with_CRLF_or_CR_are_counted_alike()
    {
        var wrong = Readable.Replace("-> cloud -> office", "-> clowd -> office", StringComparison.Ordinal);
        string[] expected = ["c.yaml:9:34: no site is called 'clowd'; write 'cloud'"];

        Assert.Equal(expected, FaultsOf(wrong));
        Assert.Equal(expected, FaultsOf(wrong.Replace("\n", "\r\n", StringComparison.Ordinal)));
        Assert.Equal(expected, FaultsOf(wrong.Replace("\n", "\r", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_empty_file_says_how_to_begin() =>
        Assert.Equal(
            ["c.yaml:1:1: the file is empty; write a topology; 'causeway init DOMAIN' writes one to begin with"],
            FaultsOf("# nothing\n"));

    [Fact]
    public void Aliases_cannot_make_a_small_file_large()
    {
        var names = string.Join(", ", Enumerable.Repeat("*a", 3000));
        var text = Readable.Replace(
            "mx: mx.filter.example",
            $"mx: [&a {new string('a', 1000)}, {names}]",
            StringComparison.Ordinal);

        Assert.Contains(
            FaultsOf(text), fault => fault.Contains("the aliases repeat too much", StringComparison.Ordinal));
    }

    private static IEnumerable<string> FaultsOf(string text) =>
        TopologyReader.ReadText(text, "c.yaml").Faults.Select(fault => fault.ToString());

    private static Dictionary<string, (string Before, string After, List<string> Expected)> Table()
    {
        var table = new Dictionary<string, (string Before, string After, List<string> Expected)>();
        var name = "";
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "topology-faults.txt")))
        {
            var rest = line.Length > 2 ? Unescape(line[2..]) : "";
            switch (line.FirstOrDefault())
            {
                case '#':
                    name = rest;
                    table.Add(name, ("", "", []));
                    break;
                case '-':
                    table[name] = table[name] with { Before = rest };
                    break;
                case '+':
                    table[name] = table[name] with { After = rest };
                    break;
                case '>':
                    table[name].Expected.Add(line[2..]);
                    break;
            }
        }

        return table;
    }

    private static string Unescape(string text) =>
        text.Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\t", "\t", StringComparison.Ordinal)
            .Replace("\\a", "\a", StringComparison.Ordinal);
}
