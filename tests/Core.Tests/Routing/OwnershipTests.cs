using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;

namespace Causeway.Core.Tests.Routing;

public sealed class OwnershipTests
{
    private static readonly RecipientTable Recipients = new(
    [
        Row("ada@contoso.example", RecipientKind.Mailbox) with { Proxies = [Address("countess@contoso.example")] },
        Row("charles@contoso.example", RecipientKind.Mailbox),
        Row("office@contoso.example", RecipientKind.Shared) with { SendAs = [Address("countess@contoso.example")] },
        Row("team@contoso.example", RecipientKind.Group) with
        {
            Members = [Address("ada@contoso.example"), Address("charles@contoso.example")],
            SendAs = [Address("charles@contoso.example")],
        },
        Row("gone@contoso.example", RecipientKind.MailUser) with { SendAs = [Address("nobody@contoso.example")] },
    ]);

    [Theory]
    [InlineData("ada@contoso.example", true)]
    [InlineData("ADA@contoso.example", true)]
    [InlineData("countess@contoso.example", true)]
    [InlineData("ada+news@contoso.example", true)]
    [InlineData("office@contoso.example", true)]
    [InlineData("office+detail@contoso.example", true)]
    [InlineData("charles@contoso.example", false)]
    [InlineData("team@contoso.example", false)]
    [InlineData("nobody@contoso.example", false)]
    [InlineData("ada@fabrikam.example", false)]
    public void Ada_owns_what_is_hers_or_lent_to_her(string address, bool owns) =>
        Assert.Equal(owns, Ownership.Owns(Recipients, Address("ada@contoso.example"), Address(address)));

    [Fact]
    public void A_grant_is_for_its_user_alone()
    {
        Assert.True(Ownership.Owns(Recipients, Address("charles@contoso.example"), Address("team@contoso.example")));
        Assert.False(Ownership.Owns(Recipients, Address("charles@contoso.example"), Address("office@contoso.example")));
    }

    [Fact]
    public void Who_has_no_mailbox_owns_nothing()
    {
        Assert.False(Ownership.Owns(Recipients, Address("nobody@contoso.example"), Address("gone@contoso.example")));
        Assert.False(Ownership.Owns(Recipients, Address("team@contoso.example"), Address("team@contoso.example")));
    }

    [Fact]
    public void Nobody_owns_the_null_reverse_path() =>
        Assert.False(Ownership.Owns(Recipients, Address("ada@contoso.example"), ReversePath.Null));

    private static EmailAddress Address(string text) => EmailAddress.Parse(text);

    private static Recipient Row(string address, RecipientKind kind) =>
        new() { Address = Address(address), Kind = kind };
}
