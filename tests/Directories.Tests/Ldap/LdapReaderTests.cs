using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Directories.Ldap;

namespace Causeway.Directories.Tests.Ldap;

/// <summary>Debian's OpenLDAP is read as the file says.</summary>
public sealed class LdapReaderTests
{
    private static readonly AcceptedDomain Contoso = new()
    {
        Name = DomainName.Parse("contoso.example"), Type = DomainType.InternalRelay,
    };

    [Fact]
    public async Task The_addresses_of_the_domain_are_read_and_no_others()
    {
        await using var slapd = await Slapd.StartAsync(
            ("ada", ["ada@contoso.example", "SMTP:countess@contoso.example", "ada@elsewhere.example", "no address"]),
            ("grace", ["Grace@Contoso.Example"]));

        Assert.Equal(
            ["ada@contoso.example", "countess@contoso.example", "grace@contoso.example"],
            Read(slapd, source => source).Select(address => address.ToString().ToLowerInvariant())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_filter_says_which_entries_are_recipients()
    {
        await using var slapd = await Slapd.StartAsync(
            ("ada", ["ada@contoso.example"]), ("grace", ["grace@contoso.example"]));

        var found = Read(slapd, source => source with { Filter = "(uid=grace)" });

        Assert.Equal("grace@contoso.example", Assert.Single(found).ToString());
    }

    [Fact]
    public async Task More_entries_than_a_page_holds_are_read_page_by_page()
    {
        await using var slapd = await Slapd.StartAsync(Enumerable.Range(0, 2500)
            .Select(i => ($"user{i}", (string[])[$"user{i}@contoso.example"])));

        Assert.Equal(2500, Read(slapd, source => source).Count);
    }

    [Fact]
    public async Task A_wrong_password_a_wrong_base_and_nobody_there_are_told_in_words()
    {
        await using var slapd = await Slapd.StartAsync(("ada", ["ada@contoso.example"]));

        Assert.Contains("127.0.0.1", Fault(slapd, source => source, "wrong"), StringComparison.Ordinal);
        Assert.NotEmpty(Fault(slapd, source => source with { Base = "dc=elsewhere,dc=example" }));
        Assert.NotEmpty(Fault(slapd, source => source with { Server = new Uri("ldap://127.0.0.1:1") }));
    }

    private static string Fault(
        Slapd slapd, Func<LdapSource, LdapSource> change, string password = Slapd.Password) =>
        Assert.Throws<IOException>(() => Read(slapd, change, password)).Message;

    private static IReadOnlySet<EmailAddress> Read(
        Slapd slapd, Func<LdapSource, LdapSource> change, string password = Slapd.Password) =>
        new LdapReader(
            change(new LdapSource
            {
                Server = slapd.Url, Base = Slapd.Base, Bind = Slapd.User, PasswordFile = "password",
            }),
            () => password, Contoso).Read();
}
