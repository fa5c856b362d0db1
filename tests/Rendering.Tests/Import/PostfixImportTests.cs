using System.Text;
using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Rendering.Import;

namespace Causeway.Rendering.Tests.Import;

/// <summary>What a Postfix is set to, held against the file.</summary>
public sealed class PostfixImportTests
{
    private static readonly TopologyFile Topology = Some.Topology("postfix-office");

    private static readonly Dictionary<string, string> Rendered =
        Some.Render(Topology, "office").Files.ToDictionary(file => file.Name, file => file.Text);

    [Fact]
    public void What_was_rendered_differs_in_nothing() => Assert.Empty(Compare(Rendered["main.cf"], Rendered));

    [Theory]
    [InlineData("relayhost = [192.0.2.20]:25", "relayhost =", "relayhost", "(empty)", "[192.0.2.20]:25")]
    [InlineData("relayhost = [192.0.2.20]:25\n", "", "relayhost", "(not set)", "[192.0.2.20]:25")]
    [InlineData("maximal_queue_lifetime = 36h", "maximal_queue_lifetime = 5d", "maximal_queue_lifetime", "5d", "36h")]
    [InlineData("smtpd_tls_ask_ccert = yes\n", "", "smtpd_tls_ask_ccert", "no", "yes")]
    [InlineData("smtp_tls_cert_file = $config_directory/causeway/identity.pem\n", "", "smtp_tls_cert_file", "(not set)",
        "$config_directory/causeway/identity.pem")]
    public void A_setting_that_differs_is_told_with_its_reason(
        string old, string changed, string setting, string found, string wanted)
    {
        var difference = Assert.Single(Compare(Replaced(Rendered["main.cf"], old, changed), Rendered));

        Assert.Equal((setting, found, wanted), (difference.Setting, difference.Found, difference.Wanted));
        Assert.NotEmpty(difference.Why);
    }

    [Theory]
    [InlineData("maximal_queue_lifetime = 36h", "maximal_queue_lifetime = 2160m")]
    [InlineData("relayhost = [192.0.2.20]:25", "relayhost=[192.0.2.20]")]
    [InlineData("smtpd_delay_reject = yes\n", "")]
    [InlineData("relay_domains =\n", "relay_domains = $no_domains\nno_domains =\n")]
    [InlineData("virtual_uid_maps = static:5000", "virtual_uid_maps = static:1001")]
    [InlineData("cidr:$config_directory/causeway/clients, check", "\n  cidr:/etc/postfix/clients\n# why\n  check")]
    [InlineData("${default_database_type}:$config_directory/causeway/aliases", "proxy:lmdb:/somewhere/aliases")]
    public void What_means_the_same_is_no_difference(string old, string changed) =>
        Assert.Empty(Compare(Replaced(Rendered["main.cf"], old, changed), Rendered));

    [Theory]
    [InlineData("sender_dependent_relayhost_maps", "hash:/etc/postfix/by-sender")]
    [InlineData("always_bcc", "archive@contoso.example")]
    [InlineData("content_filter", "smtp:[127.0.0.1]:10024")]
    public void A_way_that_the_file_knows_nothing_of_is_told(string name, string value)
    {
        var difference = Assert.Single(Compare($"{Rendered["main.cf"]}\n{name} = {value}\n", Rendered));

        Assert.Equal((name, value, "(not set)"), (difference.Setting, difference.Found, difference.Wanted));
    }

    [Theory]
    [InlineData("transport", "ada@contoso.example smtp:[192.0.2.20]:25\n", "", "transport: ada@contoso.example",
        "(no row)")]
    [InlineData("transport", "smtp:[192.0.2.20]:25", "smtp:[192.0.2.99]", "transport: ada@contoso.example",
        "smtp:[192.0.2.99]")]
    [InlineData("aliases", "crew@contoso.example ada", "crew@contoso.example eve@x.example, ada",
        "aliases: crew@contoso.example", "eve@x.example, ada@contoso.example, grace@contoso.example")]
    [InlineData("recipients", "# Mail", "old@contoso.example x\n# Mail", "recipients: old@contoso.example", "x")]
    [InlineData("clients", "192.0.2.20/32", "0.0.0.0/0", "clients", "0.0.0.0/0 from_cloud")]
    public void A_row_that_differs_is_told(string map, string old, string changed, string setting, string found)
    {
        var maps = new Dictionary<string, string>(Rendered) { [map] = Replaced(Rendered[map], old, changed) };

        var difference = Compare(Rendered["main.cf"], maps)[0];

        Assert.Equal((setting, found), (difference.Setting, difference.Found));
    }

    [Theory]
    [InlineData("clients", "192.0.2.20/32 from_cloud", "192.0.2.20   from_cloud")]
    [InlineData("aliases", "crew@contoso.example ada@contoso.example, grace@contoso.example",
        "Crew@Contoso.Example\n  grace@contoso.example\n\n  # a comment\n  ADA@contoso.example")]
    [InlineData("aliases", "crew@contoso.example ", "\"crew@contoso.example\" ")]
    [InlineData("recipients", "contoso.example/grace/", "/home/grace/Maildir/")]
    [InlineData("transport", "smtp:[192.0.2.20]:25", "smtp:[192.0.2.20]:smtp")]
    public void A_map_is_read_as_postfix_reads_it(string map, string old, string changed)
    {
        var maps = new Dictionary<string, string>(Rendered) { [map] = Replaced(Rendered[map], old, changed) };

        Assert.Empty(Compare(Rendered["main.cf"], maps));
    }

    [Fact]
    public void A_map_that_is_not_there_is_a_difference()
    {
        var maps = new Dictionary<string, string>(Rendered);
        maps.Remove("transport");

        var difference = Assert.Single(Compare(Rendered["main.cf"], maps));

        Assert.Equal("transport_maps", difference.Setting);
        Assert.Contains("cannot be read", difference.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing")]
    [InlineData("postconf: command not found")]
    [InlineData("{ \"json\": 1 }")]
    public void What_is_no_list_of_settings_is_unreadable(string text)
    {
        var result = Import(text, Rendered);

        Assert.Contains("cannot be read", Assert.Single(result.Obstacles), StringComparison.Ordinal);
    }

    [Fact]
    public void A_setting_that_goes_in_a_circle_is_read_to_an_end()
    {
        var text = new StringBuilder(Rendered["main.cf"]).Append("relayhost = $a\na = $b$b\nb = $a$a\n").ToString();

        Assert.Equal("relayhost", Assert.Single(Compare(text, Rendered)).Setting);
    }

    private static IReadOnlyList<Difference> Compare(string postconf, IReadOnlyDictionary<string, string> maps)
    {
        var result = Import(postconf, maps);
        Assert.Empty(result.Obstacles);
        return result.Differences;
    }

    private static ImportResult Import(string postconf, IReadOnlyDictionary<string, string> maps) => Importer.Postfix(
        Topology.Organization, Topology.Recipients, false, SiteName.Parse("office"), postconf,
        name => maps.TryGetValue(name, out var text) ? text : null);

    private static string Replaced(string text, string old, string changed)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + changed + text[(at + old.Length)..];
    }
}
