using Causeway.Core.Replies;

namespace Causeway.Smtp.Client;

/// <summary>A reply with its lines apart (RFC 5321 section 4.2.1), codes and separators removed.</summary>
internal sealed record WireReply(int Code, IReadOnlyList<string> Lines)
{
    /// <summary>The lines as one, the enhanced status code (RFC 2034 section 4) read from them.</summary>
    public SmtpReply ToReply()
    {
        var word = Lines[0].Split(' ', 2)[0];
        var hasStatus = EnhancedStatus.TryParse(word, out var status) && status.Class == Code / 100;
        var texts = hasStatus ? Lines.Select(line => Without(word, line)) : Lines;
        return new SmtpReply(Code, hasStatus ? status : null, string.Join(' ', texts.Where(text => text.Length > 0)));
    }

    private static string Without(string word, string line) =>
        line.StartsWith(word + " ", StringComparison.Ordinal) ? line[(word.Length + 1)..]
        : string.Equals(line, word, StringComparison.Ordinal) ? ""
        : line;
}
