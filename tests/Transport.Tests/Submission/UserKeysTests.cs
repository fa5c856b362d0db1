using Causeway.Transport.Submission;

namespace Causeway.Transport.Tests.Submission;

public sealed class UserKeysTests
{
    private static readonly ScramKeys Main = ScramKeys.Derive("correct horse", 4096);
    private static readonly ScramKeys Phone = ScramKeys.Derive("battery staple", Main.Salt, Main.Iterations);
    private static readonly UserKeys Both = UserKeys.Of(Main).With(new NamedKeys("phone", Phone));

    [Fact]
    public void Each_password_is_known_by_its_name_and_no_other_is_accepted()
    {
        Assert.Equal("main", Both.Accepting("correct horse")?.Name);
        Assert.Equal("phone", Both.Accepting("battery staple")?.Name);
        Assert.Null(Both.Accepting("correct staple"));
        Assert.Null(Both.Accepting(""));
    }

    [Fact]
    public void A_removed_password_is_not_held_any_more_and_the_others_are()
    {
        var phone = Both.Accepting("battery staple")!;
        var main = Both.Accepting("correct horse")!;
        var rest = Both.Without("phone");

        Assert.False(rest.Holds(phone));
        Assert.True(rest.Holds(main));
        Assert.Null(rest.Accepting("battery staple"));
        Assert.Same(main, Assert.Single(rest.Without("main").All));
    }

    [Fact]
    public void A_changed_main_password_ends_the_old_one_and_leaves_those_of_apps()
    {
        var changed = Both.With(new NamedKeys("main", ScramKeys.Derive("another one", Main.Salt, Main.Iterations)));

        Assert.Null(changed.Accepting("correct horse"));
        Assert.Equal("main", changed.Accepting("another one")?.Name);
        Assert.Equal("phone", changed.Accepting("battery staple")?.Name);
        Assert.False(changed.Holds(Both.All[0]));
    }

    [Fact]
    public void The_text_reads_as_it_was_printed()
    {
        Assert.True(UserKeys.TryParse(Both.ToString(), out var read));

        Assert.Equal(Both.All, read.All);
        Assert.DoesNotContain("horse", Both.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("main secret")]
    [InlineData("phone {keys}")]
    [InlineData("main {keys}\nmain {keys}")]
    [InlineData("main {keys}\nphone {keys}\nphone {keys}")]
    [InlineData("main {keys}\nmy phone {keys}")]
    [InlineData("main {keys}\nphone {other}")]
    [InlineData("main {keys}\n")]
    [InlineData("main SCRAM-SHA-256$1:c2FsdA==$c2FsdA==:c2FsdA==")]
    [InlineData("main SCRAM-SHA-256$4096:***$***:***")]
    public void What_is_no_list_of_keys_is_not_read(string? text) => Assert.False(UserKeys.TryParse(
        text?.Replace("{keys}", Main.ToString(), StringComparison.Ordinal)
            .Replace("{other}", ScramKeys.Derive("other", 4096).ToString(), StringComparison.Ordinal), out _));

    [Theory]
    [InlineData("phone", true)]
    [InlineData("Thunderbird_2.0-office", true)]
    [InlineData("main", false)]
    [InlineData("", false)]
    [InlineData("my phone", false)]
    [InlineData("a\nb", false)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    public void A_name_is_a_word(string name, bool isOne) => Assert.Equal(isOne, NamedKeys.IsAppName(name));

    // RFC 7677 section 3: the example exchange of the user "user" with the password "pencil".
    [Fact]
    public void The_proof_of_rfc_7677_is_accepted_and_answered_with_its_signature()
    {
        var keys = ScramKeys.Derive("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
        var user = UserKeys.Of(Main with { Salt = keys.Salt }).With(new NamedKeys("phone", keys));
        var signed = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var message = System.Text.Encoding.UTF8.GetBytes(signed);
        var proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        Assert.Equal("phone", user.Proved(message, proof)?.Name);
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(keys.Sign(message)));
        proof[0] ^= 1;
        Assert.Null(user.Proved(message, proof));
        Assert.False(keys.Proves(message, proof.AsSpan(1)));
    }
}
