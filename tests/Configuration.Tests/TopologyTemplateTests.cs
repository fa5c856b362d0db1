using Causeway.Core.Addresses;

namespace Causeway.Configuration.Tests;

public sealed class TopologyTemplateTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("contoso.example", "contoso")]
    [InlineData("mail.some_where.example", "mail")]
    [InlineData("some_where.example", "some-where")]
    [InlineData("1.example", "1")]
    [InlineData("null.example", "null")]
    public void What_it_writes_reads_without_faults(string domain, string organization)
    {
        var result = TopologyTemplate.Write(DomainName.Parse(domain), folder.At("new"));

        Assert.Equal(["causeway.yaml", "recipients.csv", ".gitignore"], result.Written.Select(Path.GetFileName));
        var read = TopologyReader.Read(result.Written[0]);
        Assert.Empty(read.Faults);
        Assert.Equal(organization, read.Topology!.Organization.Name);
        Assert.Equal(domain, read.Topology.Organization.Domains[0].Name.Value);
        Assert.Equal(6, read.Topology.Recipients.Rows.Count);
    }

    [Fact]
    public void The_longest_domain_that_it_takes_reads_without_faults()
    {
        var domain = DomainName.Parse(string.Join('.', Enumerable.Repeat(new string('a', 60), 4)) + ".b");
        Assert.Equal(245, domain.Value.Length);

        Assert.True(TopologyReader.Read(TopologyTemplate.Write(domain, folder.Path).Written[0]).IsReadable);
        Assert.False(TopologyTemplate.CanWriteFor(DomainName.Parse(domain.Value + "bb")));
        Assert.False(TopologyTemplate.CanWriteFor(DomainName.Parse("[192.0.2.1]")));
    }

    [Fact]
    public void Nothing_is_overwritten_and_what_stands_in_the_way_is_named()
    {
        folder.Write("recipients.csv", "mine");

        var result = TopologyTemplate.Write(DomainName.Parse("contoso.example"), folder.Path);

        Assert.False(result.IsWritten);
        Assert.Equal([folder.At("recipients.csv")], result.Existing);
        Assert.Equal("mine", File.ReadAllText(folder.At("recipients.csv")));
        Assert.False(File.Exists(folder.At("causeway.yaml")));
    }

    [Fact]
    public void Keys_are_added_to_what_Git_ignores_already()
    {
        folder.Write(".gitignore", "bin/\n*.pfx");

        TopologyTemplate.Write(DomainName.Parse("contoso.example"), folder.Path);

        Assert.Equal(
            ["bin/", "*.pfx", "# Private keys never belong into version control.", "*.key"],
            File.ReadAllLines(folder.At(".gitignore")));
    }
}
