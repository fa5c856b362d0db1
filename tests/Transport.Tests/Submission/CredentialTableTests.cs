using Causeway.Transport.Submission;

namespace Causeway.Transport.Tests.Submission;

public sealed class CredentialTableTests
{
    private const int Few = 4096;

    private static readonly ScramKeys Main = ScramKeys.Derive("correct horse", Few);

    private static UserKeys Ada => new() { User = Some.Ada, Main = Main };

    [Fact]
    public void A_file_of_before_app_passwords_is_read()
    {
        var table = CredentialTable.Parse($"ada@contoso.example {Main}\ngrace@contoso.example {Main} lab\n");

        Assert.Equal(Main, table[Some.Ada].Main);
        Assert.False(table[Some.Ada].IsOfLab);
        Assert.True(table[Some.Grace].IsOfLab);
    }

    [Fact]
    public void Print_then_parse_is_the_identity()
    {
        var ada = Ada with { Apps = Ada.Apps.Add("phone", Ada.Derive("one")).Add("mail.app", Ada.Derive("two")) };
        var grace = new UserKeys { User = Some.Grace, Apps = Ada.Apps.Add("scanner", ScramKeys.Derive("three", Few)) };
        var text = CredentialTable.Empty.With(ada).With(grace).ToString();

        var read = CredentialTable.Parse(text);

        Assert.Equal(text, read.ToString());
        Assert.Equal(["mail.app", "phone"], read[Some.Ada].Apps.Keys);
        Assert.Null(read[Some.Grace].Main);
    }

    [Fact]
    public void Lines_that_are_no_user_with_keys_are_passed_over()
    {
        var table = CredentialTable.Parse(
            $"# sha256 00\nnobody {Main}\nada@contoso.example SCRAM-SHA-256$4096:????$a:b\n"
            + $"ada@contoso.example {Main} other\nada@contoso.example {Main} app:no/name\n");

        Assert.Empty(table.Users);
    }

    [Fact]
    public void A_user_without_any_keys_is_removed()
    {
        var table = CredentialTable.Empty.With(Ada);

        Assert.Empty(table.With(Ada with { Main = null }).Users);
    }

    [Fact]
    public void Every_password_of_a_user_is_found_by_one_derivation_and_by_a_scram_proof()
    {
        var phone = Ada.Derive("phone password");
        var ada = Ada with { Apps = Ada.Apps.Add("phone", phone) };

        Assert.Equal((Main.Salt, Main.Iterations), (phone.Salt, phone.Iterations));
        Assert.Equal(Main, ada.Find("correct horse"));
        Assert.Equal(phone, ada.Find("phone password"));
        Assert.Null(ada.Find("another"));
    }

    [Fact]
    public void Keys_under_another_salt_are_found_too()
    {
        var old = ScramKeys.Derive("old", Few);

        Assert.Equal(old, (Ada with { Apps = Ada.Apps.Add("old", old) }).Find("old"));
    }

    [Theory]
    [InlineData("phone", true)]
    [InlineData("Mail.App_2-b", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("line\nbreak", false)]
    [InlineData("a234567890123456789012345678901234567890x", false)]
    public void A_name_is_one_word_of_plain_signs(string name, bool isName) =>
        Assert.Equal(isName, UserKeys.IsName(name));

    // RFC 7677 section 3: the example exchange of the user "user" with the password "pencil".
    [Fact]
    public void The_proof_of_rfc_7677_is_accepted_and_answered_with_its_signature()
    {
        var keys = ScramKeys.Derive("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", Few);
        var signed = "n=user,r=rOprNGfwEbeRWgbNEkqO,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
        var message = System.Text.Encoding.UTF8.GetBytes(signed);
        var proof = Convert.FromBase64String("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");

        Assert.True(keys.Proves(message, proof));
        Assert.Equal("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=", Convert.ToBase64String(keys.Sign(message)));
        proof[0] ^= 1;
        Assert.False(keys.Proves(message, proof));
        Assert.False(keys.Proves(message, proof.AsSpan(1)));
    }
}
