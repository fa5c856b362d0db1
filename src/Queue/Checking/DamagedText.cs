using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Causeway.Queue.Checking;

/// <summary>
/// What can still be read of a fact whose octets do not fit their checksum, and the messages of the log that it may be
/// about.
/// </summary>
internal sealed partial class DamagedText
{
    private const int MostCompared = 64 << 10;

    private readonly string text;
    private readonly AffectedMessage read;
    private readonly List<AffectedMessage> named = [];
    private readonly List<AffectedMessage> resembled = [];

    private DamagedText(string text) => (this.text, read) = (text, Message(text));

    /// <summary>One for each fact that begins in the octets.</summary>
    public static IEnumerable<DamagedText> Read(ReadOnlySpan<byte> octets) =>
        [.. Encoding.Latin1.GetString(octets).Split("{\"fact\"").Select(text => new DamagedText(text))];

    /// <summary>Compares the queue id of a message that is known with what can be read.</summary>
    public void Consider(string id, Func<AffectedMessage> message)
    {
        if (text.Contains(id, StringComparison.Ordinal))
        {
            named.Add(message());
        }
        else if (named.Count == 0 && text.Length <= MostCompared && Resembles(id))
        {
            resembled.Add(message());
        }
    }

    /// <summary>
    /// What can be read, if it was the acceptance of a message, which is then nowhere else; else the messages that it
    /// names; else those that it names but for one letter.
    /// </summary>
    public IEnumerable<AffectedMessage> Affected() =>
        read is { TraceId: not null } or { MessageId: not null } ? [read]
        : named.Count > 0 ? named
        : resembled.Count > 0 ? resembled
        : read is { Id: null, Recipients.IsEmpty: true } ? []
        : [read];

    private bool Resembles(string id)
    {
        for (var start = 0; start + id.Length <= text.Length; start++)
        {
            var wrong = 0;
            for (var i = 0; i < id.Length && wrong <= 1; i++)
            {
                wrong += text[start + i] == id[i] ? 0 : 1;
            }

            if (wrong <= 1)
            {
                return true;
            }
        }

        return false;
    }

    private static AffectedMessage Message(string text) => new(
        Value(TraceId().Match(text)), Value(Id().Match(text)), Value(MessageId().Match(text)),
        Value(From().Match(text)), [.. Address().Matches(Value(Recipients().Match(text)) ?? "").Select(
            match => match.Groups[1].Value)]);

    private static string? Value(Match match) => match.Success ? match.Groups[1].Value : null;

    [GeneratedRegex(@"""traceId"":""([^""]{1,60})""", RegexOptions.None, 1000)]
    private static partial Regex TraceId();

    [GeneratedRegex(@"""id"":""([^""]{1,60})""", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"""messageId"":""([^""]{1,1000})""", RegexOptions.None, 1000)]
    private static partial Regex MessageId();

    [GeneratedRegex(@"""from"":""([^""]{0,400})""", RegexOptions.None, 1000)]
    private static partial Regex From();

    [GeneratedRegex(@"""recipients"":\[([^\]]{0,100000})\]", RegexOptions.None, 1000)]
    private static partial Regex Recipients();

    [GeneratedRegex(@"""([^""]{1,400})""", RegexOptions.None, 1000)]
    private static partial Regex Address();
}
