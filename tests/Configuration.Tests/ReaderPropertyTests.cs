using Causeway.Core;
using CsCheck;

namespace Causeway.Configuration.Tests;

public sealed class ReaderPropertyTests
{
    private static readonly string[] Pieces =
    [
        "organization", ": ", "contoso", "\n", "\n  ", "\n    ", "domains", "sites", "mail-flow", "inbound", "outbound",
        "internal", "connectors", "contoso.example", "{ ", " }", "[", "]", ", ", "- ", "-> ", "<-> ", "internet",
        "office", "cloud", "kind", "host", "type", "authoritative", "internal-relay", "at", "listen", "0.0.0.0:25",
        "&a ", "*a", "!t ",
        "'", "\"", "|\n", ">-\n", "#", "---\n", "...\n", "%YAML 1.2\n", "\t", "\r", "\0", "\u2028", "\u0085", "? ",
        "<<",
        "\\x", "\ud800", "null", "~", "1d", "recipients", "sub-domains",
    ];

    [Fact]
    public void Any_text_is_read_or_answered_with_faults() =>
        Gen.OneOf(Gen.String, Gen.OneOf(Pieces).List[0, 60].Select(string.Concat))
            .Sample(IsReadOrAnswered, iter: 20_000);

    [Fact]
    public void A_sample_with_a_piece_lost_doubled_or_put_in_is_read_or_answered_with_faults()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "samples", "topologies", "d-reference.yaml");
        var text = File.ReadAllText(path).Replace("recipients: d-recipients.csv", "", StringComparison.Ordinal);
        Gen.Select(Gen.Int[0, text.Length], Gen.Int[0, 40], Gen.OneOf(Pieces)).Sample(
            (at, length, piece) => IsReadOrAnswered(text[..at] + piece + text[Math.Min(text.Length, at + length)..]),
            iter: 10_000);
    }

    [Fact]
    public void Any_octets_of_a_recipients_file_are_read_or_answered_with_faults()
    {
        string[] pieces =
        [
            "address,kind,site", ",proxies,keep", "\n", "\r\n", "\r", ",", "\"", "\"\"", ";", " ",
            "ada@contoso.example",
            "mailbox", "group", "cloud", "office", "\u00e9", "\0", "@", "yes",
        ];
        using var folder = new TemporaryFolder();
        folder.Write("causeway.yaml", Some.Topology("recipients: r.csv"));
        Gen.OneOf(Gen.OneOf(pieces).List[0, 40].Select(list => System.Text.Encoding.UTF8.GetBytes(string.Concat(list))),
            Gen.Byte.Array[0, 60]).Sample(
            octets =>
            {
                File.WriteAllBytes(folder.At("r.csv"), octets);
                var result = TopologyReader.Read(folder.At("causeway.yaml"));
                return result.IsReadable == result.Faults.IsEmpty && result.Faults.All(IsWellFormed);
            },
            iter: 3_000,
            threads: 1);
    }

    [Fact]
    public void A_duration_that_is_printed_reads_as_itself() =>
        Gen.Int[1, 3650 * 86400].Select(seconds => TimeSpan.FromSeconds(seconds)).Sample(duration =>
            Durations.TryParse(Durations.Print(duration), out var read) && read == duration);

    private static bool IsReadOrAnswered(string text)
    {
        var result = TopologyReader.ReadText(text, "c.yaml");
        return result.IsReadable == result.Faults.IsEmpty && result.Faults.All(IsWellFormed);
    }

    private static bool IsWellFormed(Fault fault) =>
        fault is { Line: > 0, Column: > 0, Found.Length: > 0, Write.Length: > 0 }
        && !fault.ToString().Any(char.IsControl);
}
