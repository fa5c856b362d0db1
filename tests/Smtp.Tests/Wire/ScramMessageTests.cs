using Causeway.Smtp.Wire;
using CsCheck;

namespace Causeway.Smtp.Tests.Wire;

/// <summary>The messages of a SCRAM client (RFC 5802 section 7).</summary>
public sealed class ScramMessageTests
{
    [Fact]
    public void The_messages_of_rfc_7677_are_read()
    {
        Assert.True(ScramClientFirst.TryParse("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", out var first));
        Assert.Equal(
            new ScramClientFirst("n,,", "", "user", "rOprNGfwEbeRWgbNEkqO", "n=user,r=rOprNGfwEbeRWgbNEkqO"), first);
        const string Nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        Assert.True(ScramClientFinal.TryParse(
            $"c=biws,r={Nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", out var final));
        Assert.Equal(("n,,", Nonce, $"c=biws,r={Nonce}"), (final.Channel, final.Nonce, final.WithoutProof));
        Assert.Equal(32, final.Proof.Length);
    }

    [Theory]
    [InlineData("n,a=b=2Cc,n=a=3Db=2C,r=x", "b,c", "a=b,")]
    [InlineData("y,,n=ada@contoso.example,r=x,t=ext", "", "ada@contoso.example")]
    public void Names_are_decoded_and_further_extensions_passed_over(string text, string actFor, string user)
    {
        Assert.True(ScramClientFirst.TryParse(text, out var first));
        Assert.Equal((actFor, user, "x"), (first.ActFor, first.User, first.Nonce));
    }

    [Theory]
    [InlineData("n,,n=ada,r=x=")]
    [InlineData("n,,n=a=,r=x", false)]
    [InlineData("n,,n=a=2,r=x", false)]
    [InlineData("n,,n=a=2c,r=x", false)]
    [InlineData("n,b=c,n=ada,r=x", false)]
    [InlineData("N,,n=ada,r=x", false)]
    [InlineData("n,,n=ada,r=\u00e9", false)]
    [InlineData("n,n=ada,r=x", false)]
    public void A_first_message_is_read_or_not(string text, bool isGood = true) =>
        Assert.Equal(isGood, ScramClientFirst.TryParse(text, out _));

    [Theory]
    [InlineData("")]
    [InlineData(",p=")]
    [InlineData("c=biws,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("r=x,c=biws,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=x,m=y,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=x,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,z=1")]
    [InlineData("c=*,r=x,p=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("c=biws,r=x,p=AAAA")]
    public void A_final_message_that_is_none_is_not_read(string text) =>
        Assert.False(ScramClientFinal.TryParse(text, out _));

    [Fact]
    public void Whatever_comes_is_answered_without_a_fault() => Gen.OneOf(
            Gen.String, Gen.String[Gen.Char["nypcrma=,23CD\0x"], 0, 40])
        .Sample(text =>
        {
            if (ScramClientFirst.TryParse(text, out var first))
            {
                Assert.EndsWith(first.Bare, text, StringComparison.Ordinal);
                Assert.Equal(text, first.ChannelHeader + first.Bare);
            }

            Assert.True(!ScramClientFinal.TryParse(text, out var final) || final.Proof.Length == 32);
        });
}
