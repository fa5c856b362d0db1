using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Tests.Server;

public sealed class CommandOrderTests
{
    private static readonly string[] Ways =
    [
        "",
        "HELO c.test\r\n",
        "HELO c.test\r\nMAIL FROM:<>\r\n",
        "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\n",
        "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nBDAT 0\r\n",
    ];

    // The expected reply codes in the states Connected, Greeted, Mail, Recipient, Content.
    public static TheoryData<string, int, int, int, int, int> Orders => new()
    {
        { "EHLO c.test", 250, 250, 250, 250, 250 },
        { "HELO c.test", 250, 250, 250, 250, 250 },
        { "MAIL FROM:<>", 503, 250, 503, 503, 503 },
        { "RCPT TO:<a@b.test>", 503, 503, 250, 250, 503 },
        { "DATA", 503, 503, 503, 354, 503 },
        { "BDAT 0 LAST", 503, 503, 503, 250, 250 },
        { "RSET", 250, 250, 250, 250, 250 },
        { "NOOP", 250, 250, 250, 250, 250 },
        { "QUIT", 221, 221, 221, 221, 221 },
        { "VRFY a", 252, 252, 252, 252, 252 },
        { "EXPN a", 502, 502, 502, 502, 502 },
        { "HELP", 214, 214, 214, 214, 214 },
        { "STARTTLS", 503, 502, 502, 502, 502 },
        { "AUTH PLAIN", 503, 502, 503, 503, 503 },
        { "UNKNOWN", 500, 500, 500, 500, 500 },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Each_verb_is_answered_in_each_state(
        string command, int connected, int greeted, int mail, int recipient, int content)
    {
        int[] expected = [connected, greeted, mail, recipient, content];
        for (var state = 0; state < Ways.Length; state++)
        {
            var session = new InMemorySession(new FakePolicy());
            session.Send(Ways[state]);
            session.Received();
            session.Send(command + "\r\n");
            Assert.StartsWith($"{expected[state]}", session.Received(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_list_above_holds_every_verb() =>
        Assert.Equal(Enum.GetNames<SmtpVerb>().Length, Orders.Count);

    [Fact]
    public void EHLO_and_RSET_end_the_transaction() => Transcript.Play("""
        S: 220
        C: HELO c.test
        C: MAIL FROM:<>
        C: RSET
        C: RCPT TO:<a@b.test>
        C: MAIL FROM:<>
        C: HELO c.test
        C: RCPT TO:<a@b.test>
        S: 250
        S: 250
        S: 250
        S: 503 5.5.1 Send MAIL first
        S: 250
        S: 250
        S: 503 5.5.1 Send MAIL first
        """);
}
