using System.Text;
using Causeway.Smtp.Server;

namespace Causeway.Fuzz;

/// <summary>A whole SMTP session in memory, against a reader that knows only the frame of a session.</summary>
internal sealed class SessionTarget : IFuzzTarget
{
    public const string TargetName = "session";

    // Small, so that a short input reaches them.
    private static readonly SmtpServerOptions Options = new()
    {
        HostName = "mx.test",
        Limits = new()
        {
            CommandLine = 80, AuthLine = 120, TextLine = 70, HeaderBlock = 150, MessageSize = 300, Recipients = 3,
            RefusedRecipients = 3,
        },
    };

    public string Name => TargetName;

    public IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "\r\n", "\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r", ".\r\n", "..", "\r\n..", "\0",
            "HELO c.test\r\n", "EHLO c.test\r\n", "MAIL FROM:<a@b.test>\r\n", "MAIL FROM:<>\r\n",
            "RCPT TO:<a@b.test>\r\n", "RCPT TO:<refused@b.test>\r\n", "RCPT TO:<fault@b.test>\r\n",
            "RCPT TO:<Postmaster>\r\n", "DATA\r\n", "BDAT 0\r\n", "BDAT 4\r\na\r\n\r", "BDAT 3 LAST\r\nx\r\n",
            "BDAT 0 LAST\r\n", "BDAT 99999999999999999999\r\n", "BDAT 17\r\n", "RSET\r\n", "NOOP\r\n", "QUIT\r\n",
            "VRFY a\r\n", "STARTTLS\r\n", "AUTH PLAIN AGEAYg==\r\n", " SMTPUTF8", " BODY=8BITMIME", " SIZE=10",
            " RET=FULL", " ENVID=a+2B", " NOTIFY=NEVER", " NOTIFY=SUCCESS,DELAY", " ORCPT=rfc822;a@b.test",
            "\u00e9", "\"a b\"@", "[192.0.2.1]", "<@r.test:", "x: y\r\n", new string('x', 66), new string('y', 160),
            "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n",
            "EHLO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nBDAT 5\r\n",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public Judgement Judge(byte[] input, Random random)
    {
        var whole = MemorySession.Play(Options, [input]);
        var split = MemorySession.Play(Options, Cut(input, random));
        var codes = string.Join(' ', whole.Replies.Select(reply => reply.Code));
        var finding = whole.Fault
            ?? (whole.Text == split.Text && Same(whole.Stored, split.Stored)
                ? split.Fault : "another split, another end")
            ?? new SlowSession(input, Options.Limits, whole).Check();
        return new Judgement(finding, codes);
    }

    private static bool Same(List<byte[]> left, List<byte[]> right) =>
        left.Count == right.Count && left.Zip(right).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private static List<byte[]> Cut(byte[] input, Random random)
    {
        var pieces = new List<byte[]>();
        var longest = random.Next(1, 24);
        for (var at = 0; at < input.Length;)
        {
            var length = Math.Min(random.Next(1, longest + 1), input.Length - at);
            pieces.Add(input[at..(at + length)]);
            at += length;
        }

        return pieces;
    }
}
