using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

/// <summary>
/// The dialogs with which chasquid (Apache-2.0) tests itself. Reply codes are compared, not texts; where our contract
/// says otherwise the difference stands in <see cref="OurCodes"/> with its reason.
/// </summary>
public sealed class ChasquidDialogTests
{
    private static readonly string? Folder = FindFolder();

    // By dialog and the code that chasquid gives there: ours, in the order in which they occur.
    private static readonly Dictionary<(string Dialog, string Code), string[]> OurCodes = new()
    {
        // A bare LF: 5.6.11 as Exchange says it, and the session goes on; chasquid gives 521.
        [("bad_data_dot", "521")] = ["550"],
        [("bad_data_dot_2", "521")] = ["550"],
        [("bad_data_dot_on_message_too_big", "521")] = ["550"],

        // The content of a message is the filter's to judge, not the protocol's.
        [("bad_data", "554")] = ["250"],

        // A known verb with a bad argument is 501 (RFC 5321 section 4.2.2); chasquid calls MAIL LALA unknown.
        [("bad_mail_from", "500")] = ["501", "501"],
        [("bad_rcpt_to", "500")] = ["501", "501"],

        // RFC 6531 section 3.5 gives 553 where SMTPUTF8 is not offered.
        [("bad_rcpt_to", "550")] = ["553"],

        // 2048 octets are read, so this line is whole and its host name is what is wrong.
        [("line_too_long", "554")] = ["501"],

        // No special words for web browsers: unknown is 500.
        [("wrong_proto", "502")] = ["500", "500", "500"],

        // An MTA port has no AUTH at all; without TLS, chasquid says 503.
        [("auth_not_tls", "503")] = ["502"],
    };

    // These need TLS and users; TlsTests plays the same exchange.
    private static readonly string[] OverTls = ["auth_multi_dialog", "auth_too_many_failures"];

    public static TheoryData<string> Dialogs => [.. Directory
        .EnumerateFiles(Folder ?? ".", "*.cmy", SearchOption.AllDirectories)
        .Where(path => !OverTls.Contains(Path.GetFileNameWithoutExtension(path)))
        .Order(StringComparer.Ordinal)
        .DefaultIfEmpty("none")];

    [Theory]
    [MemberData(nameof(Dialogs))]
    public void The_codes_agree(string path)
    {
        Assert.SkipWhen(Folder is null, "The folder shared/data/smtp-dialogs-dev is not beside the repository.");
        var dialog = Path.GetFileNameWithoutExtension(path);
        var options = new SmtpServerOptions { HostName = "mx.test", Limits = new() { MessageSize = 1024 * 1024 } };
        var session = new InMemorySession(new FakePolicy(), options);
        var ours = OurCodes.Where(pair => pair.Key.Dialog == dialog)
            .ToDictionary(pair => pair.Key.Code, pair => new Queue<string>(pair.Value));
        var checks = 0;
        foreach (var line in File.ReadLines(path).Where(line => line.StartsWith("c ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("c tcp_connect", StringComparison.Ordinal))
            {
                session = new InMemorySession(new FakePolicy(), options);
            }
            else if (line.StartsWith("c ->", StringComparison.Ordinal))
            {
                session.Send(System.Text.Encoding.UTF8.GetBytes(Bracketed(line.Length > 5 ? line[5..] : "") + "\r\n"));
            }
            else if (line.StartsWith("c ~>", StringComparison.Ordinal))
            {
                session.Send(PythonBytes(line[5..]));
            }
            else if (line.StartsWith("c <...", StringComparison.Ordinal))
            {
                Assert.Equal("250", SkipReply(session)[..3]);
                checks++;
            }
            else if (line.StartsWith("c <", StringComparison.Ordinal))
            {
                var expected = ours.TryGetValue(line[5..8], out var codes) && codes.Count > 0
                    ? codes.Dequeue() : line[5..8];
                Assert.Equal((line, expected), (line, SkipReply(session)[..3]));
                checks++;
            }
        }

        Assert.NotEqual(0, checks);
        Assert.All(ours.Values, Assert.Empty);
    }

    // chasquid takes RCPT TO: user@host without brackets; we require them (RFC 5321 section 4.1.1.3).
    private static string Bracketed(string line) => line.Replace(
        "RCPT TO: user@testserver", "RCPT TO:<user@testserver>", StringComparison.Ordinal);

    private static string SkipReply(InMemorySession session)
    {
        var line = session.NextLine();
        while (line.Length > 3 && line[3] == '-')
        {
            line = session.NextLine();
        }

        return line;
    }

    /// <summary>The few Python expressions of these files: <c>('a' * 899 + '\r\n') * 1166</c>, <c>'.\n'</c>.</summary>
    private static string PythonBytes(string expression)
    {
        var text = expression.Trim();
        if (text.StartsWith('('))
        {
            var close = text.LastIndexOf(')');
            return Repeat(PythonBytes(text[1..close]), text[(close + 1)..]);
        }

        return string.Concat(text.Split(" + ").Select(term =>
        {
            var quote = term.LastIndexOf('\'');
            return Repeat(Transcript.Octets(term[1..quote]), term[(quote + 1)..]);
        }));
    }

    private static string Repeat(string text, string times) => times.Trim().Length == 0 ? text
        : string.Concat(Enumerable.Repeat(text, int.Parse(
            times.Replace("*", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)));

    private static string? FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "smtp-dialogs-dev"));
                return Directory.Exists(folder) ? folder : null;
            }
        }

        return null;
    }
}
