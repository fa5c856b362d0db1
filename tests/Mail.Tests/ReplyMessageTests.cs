using System.Text;
using Causeway.Core.Addresses;

namespace Causeway.Mail.Tests;

public sealed class ReplyMessageTests
{
    private const string Asked = """
        From: Alice <alice@fabrikam.example>
        Subject: Lunch?
        Message-ID: <2@fabrikam.example>
        References: <0@fabrikam.example>
         <1@contoso.example>


        """;

    [Fact]
    public void It_says_that_it_is_automatic_and_to_what_it_is_the_answer() => Assert.Equal(
        """
        From: <ada@contoso.example>
        To: <alice@fabrikam.example>
        Subject: Automatic reply: Lunch?
        Date: Sat, 28 Nov 2026 12:00:00 +0000
        Message-ID: <Q1@contoso.example>
        In-Reply-To: <2@fabrikam.example>
        References: <0@fabrikam.example> <1@contoso.example> <2@fabrikam.example>
        Auto-Submitted: auto-replied
        X-Auto-Response-Suppress: All
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii
        Content-Transfer-Encoding: quoted-printable

        Back on Monday.
        Ada

        """,
        Write(Asked, "Back on Monday.\nAda"));

    [Fact]
    public void Text_and_subject_beyond_ASCII_stay_in_seven_bits()
    {
        var subject = "Grüße aus dem Urlaub, und zwar aus einem, der so lang ist wie dieser Betreff 🙂";
        var text = Write(Asked, "Zurück am Montag\u0007", subject);

        Assert.True(Ascii.IsValid(text));
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 78, line));
        Assert.Contains("charset=utf-8", text, StringComparison.Ordinal);
        Assert.Contains("\nZur=C3=BCck am Montag\n", text, StringComparison.Ordinal);
        Assert.Equal(
            subject,
            HeaderBlock.Scan(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"))).TextOf("Subject"u8));
    }

    [Theory]
    [InlineData("Message-ID: what a stranger wrote\n")]
    [InlineData("Message-ID: <a>b>\n")]
    [InlineData("Subject: no id\n")]
    public void What_has_not_the_form_of_an_id_is_not_referred_to(string field)
    {
        var text = Write($"{field}References: <1@x.example>\n\n", "Away.");

        Assert.DoesNotContain("In-Reply-To", text, StringComparison.Ordinal);
        Assert.DoesNotContain("References", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_without_subject_gets_a_plain_one() =>
        Assert.Contains("\nSubject: Automatic reply\n", Write("X: y\n\n", "Away."), StringComparison.Ordinal);

    private static string Write(string original, string text, string? subject = null) => Encoding.UTF8.GetString(
        new ReplyMessage
        {
            Id = "Q1",
            From = EmailAddress.Parse("ada@contoso.example"),
            To = EmailAddress.Parse("alice@fabrikam.example"),
            At = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero),
            Subject = subject,
            Text = text,
            Original = HeaderBlock.Scan(Encoding.UTF8.GetBytes(original.ReplaceLineEndings("\r\n"))),
        }.Write()).ReplaceLineEndings("\n");
}
