namespace Causeway.Configuration.Tests;

public sealed class SampleTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples");

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
            "forwarding", "outside", "type", "unknown-to", "sub-domains", "at", "kind", "host", "mx", "addresses",
            "routing-domain", "listen", "submission", "submissions", "certificate", "public", "platform", "waits",
            "queue", "retry", "delay-notice", "bounces-wait", "per-destination", "trace", "keep",
            "inbound", "outbound", "internal", "from", "to", "identify-by", "trust", "lock", "deliver-by", "tls",
        ];

        Assert.All(keys, key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
    }

    private static TopologyFile Read(string name) => TopologyReader.Read(Path.Combine(Folder, name)).Topology!;
}
