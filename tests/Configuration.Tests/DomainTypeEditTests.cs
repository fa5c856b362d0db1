using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Configuration.Tests;

/// <summary>Another type of a domain in a file that a person wrote.</summary>
public sealed class DomainTypeEditTests : IDisposable
{
    private const string Text = """
        # The mail of Contoso.
        organization: contoso
        domains:
          "contoso.example":  { unknown-to: office, type: internal-relay }   # until the move is over
          other.example:
            type: 'authoritative'
            unknown-to: office
          third.example: { type: authoritative }
        sites:
          cloud: { kind: cloud, host: cloud.example }
          office: { kind: on-premises, host: mail.contoso.example }
        mail-flow: { inbound: internet -> cloud -> office, outbound: office -> cloud -> internet }

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("contoso.example", "authoritative", "type: internal-relay }", "type: authoritative }")]
    [InlineData("other.example", "internal-relay", "'authoritative'", "'internal-relay'")]
    public void One_word_changes_and_nothing_else(string domain, string type, string before, string after) =>
        Assert.Equal(
            (Text.Replace(before, after, StringComparison.Ordinal), null), Edit(Text, domain, type));

    [Fact]
    public void What_an_editor_puts_before_the_text_and_its_line_ends_stay()
    {
        var text = "\uFEFF" + Text.ReplaceLineEndings("\r\n");
        Assert.Equal(
            (text.Replace("internal-relay", "authoritative", StringComparison.Ordinal), null),
            Edit(text, "contoso.example", "authoritative"));
    }

    [Fact]
    public void A_change_that_makes_the_file_unreadable_is_not_made()
    {
        var (octets, why) = Edit(Text, "third.example", "internal-relay");
        Assert.Null(octets);
        Assert.Contains("is internal-relay and has no 'unknown-to'; write 'unknown-to: SITE' beside it", why,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_stands_for_several_domains_is_left_to_a_person()
    {
        var text = Text.Replace("{ unknown-to: office, type: internal-relay }",
                "&both { unknown-to: office, type: internal-relay }", StringComparison.Ordinal)
            .Replace("{ type: authoritative }", "*both", StringComparison.Ordinal);
        var (octets, why) = Edit(text, "contoso.example", "authoritative");
        Assert.Null(octets);
        Assert.Contains("change it there by hand", why, StringComparison.Ordinal);
    }

    private (string? Text, string? Why) Edit(string text, string domain, string type)
    {
        var path = System.IO.Path.Combine(folder.Path, "causeway.yaml");
        File.WriteAllText(path, text);
        Assert.True(DomainTypeEdit.TryParse(type, out var wanted));
        var read = TopologyReader.Read(path);
        Assert.Empty(read.Faults);
        var (octets, _, why) = DomainTypeEdit.Of(read.Topology!, DomainName.Parse(domain), wanted);
        return (octets is null ? null : System.Text.Encoding.UTF8.GetString(octets), why);
    }
}
