using Causeway.Core.Proof;
using Path = System.IO.Path;

namespace Causeway.Configuration.Tests;

public sealed class SampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>By what each broken file fails: what names its fault, and what it breaks besides.</summary>
    private static readonly Dictionary<string, string[]> Faults = new()
    {
        ["filter-as-own-organization"] = ["P6"],
        ["loop-by-mx"] = ["P2", "P4"],
        ["office-sends-direct"] = ["P3"],
        ["one-certificate-two-sites"] = ["P12"],
        ["outage-too-long"] = ["P11"],
        ["routing-domain-at-office"] = ["P4"],
        ["unknown-to-first-site"] = ["P2"],
        ["unlocked-cloud"] = ["P1", "P7"],
    };

    public static TheoryData<string> Topologies =>
    [
        .. Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path)),
    ];

    [Theory]
    [MemberData(nameof(Topologies))]
    public void A_sample_reads_without_faults_and_begins_with_a_comment(string name)
    {
        var path = Path.Combine(Folder, name);
        var result = TopologyReader.Read(path);

        Assert.Empty(result.Faults);
        Assert.True(result.IsReadable);
        Assert.StartsWith("# ", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topologies))]
    public void A_sample_is_proved_or_fails_by_the_properties_that_name_its_fault(string name)
    {
        var topology = Read(name);
        var failed = Prover.Prove(topology.Organization, topology.Recipients)
            .Where(result => result.Verdict == Verdict.Fail).ToList();

        var expected = Faults.GetValueOrDefault(Path.GetFileNameWithoutExtension(name), []);
        Assert.Equal(expected, failed.Select(result => result.Id));
        Assert.All(failed, result => Assert.NotEmpty(result.Counterexamples));
        Assert.Equal(name.Contains("broken", StringComparison.Ordinal), failed.Count > 0);
    }

    [Fact]
    public void The_page_of_scenarios_has_the_figure_of_each_of_its_files()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "scenarios.md"));
        var named = Directory.GetFiles(Path.Combine(Folder, "topologies"), "*.yaml")
            .Where(path => page.Contains(Path.GetFileName(path), StringComparison.Ordinal)).ToList();

        Assert.True(named.Count >= 13, "the matrix has lost a row");
        Assert.All(named, path => Assert.Contains(
            string.Join('\n', File.ReadLines(path).TakeWhile(line => line.StartsWith('#'))
                .Where(line => line.StartsWith("#     ", StringComparison.Ordinal)).Select(line => line[2..])),
            page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("topologies/j-coexistence.yaml", "P8")]
    [InlineData("topologies/d-reference.yaml", "")]
    [InlineData("topologies/c2-hybrid-centralized.yaml", "")]
    public void A_sample_is_warned_of_where_it_must_be(string name, string warned)
    {
        var topology = Read(name);
        Assert.Equal(warned, string.Join(' ', Prover.Prove(topology.Organization, topology.Recipients)
            .Where(result => result.Verdict == Verdict.Warn).Select(result => result.Id)));
    }

    [Fact]
    public void The_lab_stands_at_the_addresses_of_its_table()
    {
        var lab = Read("lab/causeway.yaml");
        var outside = Read("lab/fabrikam.yaml");

        Assert.Equal(
            [
                "filter mx.filter.example 127.0.0.10/32 127.0.0.10:2525  ",
                "cloud contoso-example.mail.cloud.example 127.0.0.20/32 "
                    + "127.0.0.20:2525 127.0.0.20:2587 127.0.0.20:2465",
                "office mail.contoso.example 127.0.0.30/32 127.0.0.30:2525 127.0.0.30:2587 127.0.0.30:2465",
                "internet-mta mx.fabrikam.example 127.0.0.100/32 127.0.0.100:2525  ",
            ],
            lab.Organization.Sites.Concat(outside.Organization.Sites).Select(site =>
                $"{site.Name} {site.Host} {site.Addresses.Single()} {string.Join(',', site.Listen)} "
                + $"{string.Join(',', site.Submission)} {string.Join(',', site.Submissions)}"));
        Assert.True(lab.Organization.ForwardingOutside);
        Assert.Equal("contoso.mail.cloud.example", lab.Organization.Sites[1].RoutingDomain?.Value);
    }

    [Fact]
    public void The_lab_has_the_recipients_of_its_table()
    {
        Assert.Equal(
            [
                "ada@contoso.example Mailbox cloud countess@contoso.example   True",
                "charles@contoso.example Mailbox cloud    True",
                "postmaster@contoso.example Mailbox cloud    True",
                "grace@contoso.example Mailbox office    True",
                "edsger@contoso.example Mailbox office   bob@fabrikam.example True",
                "team@contoso.example Group cloud  ada@contoso.example;grace@contoso.example  True",
            ],
            Read("lab/causeway.yaml").Recipients.Rows.Select(row =>
                $"{row.Address} {row.Kind} {row.Site} {string.Join(';', row.Proxies)} {string.Join(';', row.Members)} "
                + $"{string.Join(';', row.Forward)} {row.Keep}"));
        Assert.Equal(
            ["alice", "bob", "echo", "postmaster"],
            Read("lab/fabrikam.yaml").Recipients.Rows.Select(row => row.Address.LocalPart));
    }

    [Fact]
    public void The_page_of_the_samples_explains_every_key()
    {
        var page = File.ReadAllText(Path.Combine(Folder, "README.md"));
        string[] keys =
        [
            "organization", "domains", "sites", "mail-flow", "connectors", "recipients", "outage", "directory",
            "partners", "forwarding", "outside", "type", "unknown-to", "sub-domains", "at", "kind", "host", "mx",
            "addresses", "routing-domain", "listen", "submission", "submissions", "certificate", "public", "platform",
            "waits", "queue", "retry", "delay-notice", "bounces-wait", "per-destination", "limits",
            "message-size", "recipients-per-message", "connections", "connections-per-address", "balancers",
            "certificate-file", "key-file", "trace", "keep", "remote-domains", "automatic-replies", "notices",
            "inbound", "outbound", "internal", "from", "to", "identify-by", "trust", "lock", "deliver-by", "tls",
            "skip", "skip-for", "authentication", "dmarc", "own-domain", "trusted-sealers",
        ];

        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static TopologyFile Read(string name) => TopologyReader.Read(Path.Combine(Folder, name)).Topology!;
}
