using System.Text;
using Causeway.Authentication.Srs;
using Causeway.Core.Addresses;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Srs;

public sealed class SenderRewritingTests
{
    private static readonly DomainName Ours = DomainName.Parse("contoso.example");
    private static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Start);
    private readonly SenderRewriting rewriting;

    public SenderRewritingTests() => rewriting = Of("a secret", clock);

    [Fact]
    public void A_sender_stands_in_the_address_that_leads_back_to_it()
    {
        var address = rewriting.Rewrite(Alice, Ours)!.Value;

        Assert.Matches(
            "^SRS0=[A-Za-z0-9+/]{6}=[A-Z2-7]{2}=fabrikam.example=alice@contoso.example$", address.ToString());
        var parts = Parts(address);
        Assert.Equal((SrsKind.First, Alice), (parts.Kind, parts.Sender));
        Assert.Equal(SrsVerdict.Genuine, rewriting.Check(parts));
    }

    [Theory]
    [InlineData(0, SrsVerdict.Genuine)]
    [InlineData(21, SrsVerdict.Genuine)]
    [InlineData(22, SrsVerdict.TooOld)]
    [InlineData(1000, SrsVerdict.TooOld)]
    [InlineData(-1, SrsVerdict.TooOld)]
    public void It_is_good_for_21_days(int daysLater, SrsVerdict expected)
    {
        var parts = Parts(rewriting.Rewrite(Alice, Ours)!.Value);

        Assert.Equal(expected, Of("a secret", new FakeTimeProvider(Start.AddDays(daysLater))).Check(parts));
    }

    [Theory]
    [InlineData("alice", "mallory")]
    [InlineData("fabrikam", "woodgrove")]
    [InlineData("SRS0=", "SRS0=x")]
    public void What_was_changed_is_found_out(string before, string after)
    {
        var text = rewriting.Rewrite(Alice, Ours)!.Value.ToString().Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(SrsVerdict.WrongHash, rewriting.Check(Parts(EmailAddress.Parse(text))));
    }

    [Fact]
    public void Another_secret_is_another_maker() => Assert.Equal(
        SrsVerdict.WrongHash, Of("another secret", clock).Check(Parts(rewriting.Rewrite(Alice, Ours)!.Value)));

    [Fact]
    public void Folded_case_changes_nothing()
    {
        var address = rewriting.Rewrite(Alice, Ours)!.Value.ToString();
        foreach (var folded in (string[])[address.ToLowerInvariant(), address.ToUpperInvariant()])
        {
            var parts = Parts(EmailAddress.Parse(folded));
            Assert.Equal((SrsVerdict.Genuine, Alice), (rewriting.Check(parts), parts.Sender));
        }
    }

    [Fact]
    public void The_address_of_another_forwarder_leads_to_the_first_one_however_many_there_were()
    {
        var first = EmailAddress.Parse("SRS0=HHH=TT=orig.example=user@fwd1.example");
        var second = Of("of the second", clock).Rewrite(first, DomainName.Parse("fwd2.example"))!.Value;
        var third = rewriting.Rewrite(second, Ours)!.Value;

        Assert.Matches("^SRS1=.{6}=fwd1.example==HHH=TT=orig.example=user@contoso.example$", third.ToString());
        var parts = Parts(third);
        Assert.Equal((SrsKind.Further, first), (parts.Kind, parts.Sender));
        Assert.Equal(SrsVerdict.Genuine, rewriting.Check(parts));
        Assert.Equal(SrsVerdict.WrongHash, rewriting.Check(parts with
        {
            Sender = EmailAddress.Parse("SRS0=HHH=TT=orig.example=mallory@fwd1.example"),
        }));
    }

    [Fact]
    public void A_sender_for_which_64_octets_do_not_suffice_is_remembered()
    {
        var long1 = EmailAddress.Parse($"{new string('a', 40)}@a-rather-long-domain.fabrikam.example");
        Assert.Null(rewriting.Rewrite(long1, Ours));

        var address = rewriting.Remember(long1, Ours);

        Assert.Matches("^bounces\\+SRS=[A-Z2-7]{24}=[A-Z2-7]{2}@contoso.example$", address.ToString());
        var parts = Parts(EmailAddress.Parse(address.ToString().ToLowerInvariant()));
        Assert.Equal((SrsKind.Remembered, null), (parts.Kind, parts.Sender));
        Assert.Equal(SrsVerdict.Genuine, rewriting.Check(parts, long1));
        Assert.Equal(SrsVerdict.WrongHash, rewriting.Check(parts, Alice));
        clock.Advance(TimeSpan.FromDays(22));
        Assert.Equal(SrsVerdict.TooOld, rewriting.Check(parts, long1));
    }

    [Theory]
    [InlineData("SRS0@contoso.example")]
    [InlineData("SRS0=@contoso.example")]
    [InlineData("SRS0=h=TT=domain@contoso.example")]
    [InlineData("SRS0==TT=fabrikam.example=alice@contoso.example")]
    [InlineData("SRS0=h=TT=no_domain_.-=alice@contoso.example")]
    [InlineData("SRS0=h=TT=fabrikam.example=@contoso.example")]
    [InlineData("SRS1=h=fwd.example=x@contoso.example")]
    [InlineData("SRS1=h=fwd.example@contoso.example")]
    [InlineData("SRS2=h=TT=fabrikam.example=alice@contoso.example")]
    [InlineData("SRSX@contoso.example")]
    [InlineData("bounces+SRS=@contoso.example")]
    [InlineData("bounces+SRS=hash@contoso.example")]
    [InlineData("bounces+SRS=a=b=c@contoso.example")]
    [InlineData("bounces@contoso.example")]
    [InlineData("ada+SRS=hash=TT@contoso.example")]
    public void What_has_not_the_form_is_an_address_like_any_other(string text) =>
        Assert.False(SrsAddress.TryParse(EmailAddress.Parse(text), out _));

    [Fact]
    public void Every_sender_that_fits_is_found_again()
    {
        const string Odd = "=+-.'/\"\\ @ü";
        string[] domains = ["x.example", "sub.fabrikam.example", "[192.0.2.1]"];
        var characters = Gen.OneOf(Gen.Char['a', 'z'], Gen.Int[0, Odd.Length - 1].Select(index => Odd[index]));
        Gen.Select(Gen.String[characters, 1, 30], Gen.Int[0, domains.Length - 1].Select(index => domains[index]))
            .Sample((local, domain) =>
            {
                Assert.True(EmailAddress.TryCreate(SrsAddress.Quoted(local), DomainName.Parse(domain), out var sender));
                if (rewriting.Rewrite(sender, Ours) is { } address)
                {
                    // As it comes back over the wire.
                    var parts = Parts(EmailAddress.Parse(address.ToString()));
                    Assert.Equal((SrsVerdict.Genuine, sender), (rewriting.Check(parts), parts.Sender!.Value));
                    Assert.Equal(sender.LocalPart, parts.Sender!.Value.LocalPart);
                }
                else
                {
                    Assert.True(Encoding.UTF8.GetByteCount(local) + domain.Length > 64 - 16);
                }
            });
    }

    [Fact]
    public void No_return_address_with_a_letter_changed_is_genuine()
    {
        var made = rewriting.Rewrite(Alice, Ours)!.Value.LocalPart;
        Gen.Select(Gen.Int[0, made.Length - 1], Gen.Char['!', '~']).Sample((index, letter) =>
        {
            var changed = new StringBuilder(made) { [index] = letter }.ToString();
            var isOther = !string.Equals(changed, made, StringComparison.OrdinalIgnoreCase);

            // Behind the tag any of three separators means the same.
            if (isOther && index > 4 && EmailAddress.TryCreate(SrsAddress.Quoted(changed), Ours, out var address)
                && SrsAddress.TryParse(address, out var parts))
            {
                Assert.NotEqual(SrsVerdict.Genuine, rewriting.Check(parts));
            }
        });
    }

    private static SrsAddress Parts(EmailAddress address)
    {
        Assert.True(SrsAddress.TryParse(address, out var parts));
        return parts;
    }

    private static SenderRewriting Of(string secret, TimeProvider clock) =>
        new(new SrsKey(Encoding.UTF8.GetBytes(secret)), clock);
}
