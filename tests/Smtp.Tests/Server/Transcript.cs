namespace Causeway.Smtp.Tests.Server;

/// <summary>
/// Plays a dialogue. <c>C: line</c> sends a line with its CRLF; <c>S: text</c> expects a reply line that begins with
/// the text; <c>S: closed</c> the end of the connection, <c>S: silence</c> that nothing was said. Lines of one side
/// that follow each other are pipelined. In C lines <c>\r</c>, <c>\n</c> and <c>\0</c> stand for the octets.
/// </summary>
internal static class Transcript
{
    public static void Play(string script, FakePolicy? policy = null) =>
        new InMemorySession(policy ?? new FakePolicy()).Play(script);

    public static void Play(this InMemorySession session, string script)
    {
        var pending = "";
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var text = line.Length > 3 ? line[3..] : "";
            if (line.StartsWith("C:", StringComparison.Ordinal))
            {
                pending += Octets(text) + "\r\n";
                continue;
            }

            Assert.StartsWith("S:", line, StringComparison.Ordinal);
            if (pending.Length > 0)
            {
                session.Send(pending);
                pending = "";
            }

            Assert.StartsWith(text, session.NextLine(), StringComparison.Ordinal);
        }

        Assert.Equal("", pending);
        Assert.Equal("", session.Received());
    }

    public static string Octets(string text) => text
        .Replace("\\r", "\r", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\0", "\0", StringComparison.Ordinal);
}
