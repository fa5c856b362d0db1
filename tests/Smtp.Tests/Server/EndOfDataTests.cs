using System.Text;
using CsCheck;

namespace Causeway.Smtp.Tests.Server;

public sealed class EndOfDataTests
{
    private const string Start = "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n";
    private const string Smuggled = "MAIL FROM:<evil@b.test>\r\nRCPT TO:<a@b.test>\r\nDATA\r\nevil\r\n.\r\n";

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r.\r")]
    [InlineData("\r\n.\r")]
    [InlineData("\r.\r\n")]
    [InlineData("\n.\r")]
    [InlineData("\r.\n")]
    [InlineData("\r\r\n.\r\r\n")]
    [InlineData("\n\n.\r\n")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\n.\n\r\n")]
    [InlineData("\r\n.\r\0\n")]
    [InlineData("\r\0\n.\r\0\n")]
    [InlineData("\n\0.\r\n")]
    public void An_end_with_a_bare_CR_or_LF_ends_nothing_and_the_message_is_refused(string end)
    {
        var (replies, policy) = Run($"text{end}{Smuggled}");
        Assert.Equal("250,250,250,354,550 5.6.11,250", replies);
        Assert.Empty(policy.Stored);
        Assert.DoesNotContain("mail <evil@b.test>", policy.Calls);
    }

    [Theory]
    [InlineData("\r\n..\r\n", "text\r\n.\r\n")]
    [InlineData("\r\n\0.\r\n", "text\r\n\0.\r\n")]
    [InlineData("\r\n.\0\r\n", "text\r\n\0\r\n")]
    [InlineData("\r\n. \r\n", "text\r\n \r\n")]
    [InlineData("\r\n .\r\n", "text\r\n .\r\n")]
    [InlineData("\r\n.\u0085", "text\r\n\u0085")]
    public void What_looks_like_an_end_in_clean_lines_is_content(string end, string stored)
    {
        var (replies, policy) = Run($"text{end}{Smuggled}");
        Assert.Equal("250,250,250,354,250 2.0.0,250", replies);
        Assert.StartsWith(stored, Assert.Single(policy.Stored), StringComparison.Ordinal);
        Assert.DoesNotContain("mail <evil@b.test>", policy.Calls);
    }

    [Fact]
    public void A_message_of_no_lines_ends_at_once() => Assert.Equal([""], Run(".\r\n").Policy.Stored);

    [Fact]
    public void Any_split_of_the_input_gives_the_same_replies_and_the_same_octets()
    {
        string[] known =
        [
            "\r\n", "\r\n.\r\n", ".", "..", "\r", "\n", "\r\n..", "text", "\0", "RSET\r\n", "NOOP\r\n", Start,
            "AUTH PLAIN\r\n", "MAIL FROM:<a@b.test>\r\n", "RCPT TO:<a@b.test>\r\n", "DATA\r\n", "\u00ff",
            new string('x', 60), "EHLO c.test\r\n", "BDAT 5\r\n", "BDAT 60 LAST\r\n", "BDAT 0 LAST\r\n",
        ];
        var piece = Gen.Int[0, known.Length - 1].Select(i => known[i]);
        var options = new Causeway.Smtp.Server.SmtpServerOptions
        {
            HostName = "mx.test",
            Limits = new() { CommandLine = 80, TextLine = 70, HeaderBlock = 150, MessageSize = 300 },
        };
        Gen.Select(piece.Array[1, 40], Gen.Int[1, 9].Array[1, 20]).Sample((pieces, sizes) =>
        {
            var octets = Encoding.Latin1.GetBytes(Start + string.Concat(pieces));
            var whole = Play(octets, [octets.Length], options);
            var split = Play(octets, sizes, options);
            return whole.Replies == split.Replies && whole.Stored.SequenceEqual(split.Stored);
        }, iter: 2000);
    }

    private static (string Replies, List<string> Stored) Play(
        byte[] octets, int[] sizes, Causeway.Smtp.Server.SmtpServerOptions options)
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy, options);
        for (int at = 0, i = 0; at < octets.Length && !session.Done.IsCompleted; i++)
        {
            var length = Math.Min(sizes[i % sizes.Length], octets.Length - at);
            session.Send(octets.AsSpan(at, length));
            at += length;
        }

        session.Leave();
        Assert.True(session.Done.IsCompleted);
        return (session.Received(), policy.Stored);
    }

    /// <summary>Sends the content and what follows, then CRLF.CRLF for what is still open, then NOOP.</summary>
    private static (string Replies, FakePolicy Policy) Run(string content)
    {
        var policy = new FakePolicy();
        var session = new InMemorySession(policy);
        session.NextLine();
        session.Send(Start + content + "NOOP\r\n");
        var replies = session.Received().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var codes = replies.Select((line, i) => i == 4 ? string.Join(' ', line.Split(' ')[..2]) : line[..3]);
        return (string.Join(',', codes), policy);
    }
}
