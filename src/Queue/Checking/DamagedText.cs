using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Causeway.Queue.Checking;

/// <summary>Reads what can still be read of facts whose octets do not fit their checksum.</summary>
internal static partial class DamagedText
{
    public static IEnumerable<AffectedMessage> Read(ReadOnlySpan<byte> octets)
    {
        var chunks = Encoding.UTF8.GetString(octets).Split("{\"fact\"");
        return chunks.Select(Message)
            .Where(message => message is not { TraceId: null, Id: null, MessageId: null, Recipients.IsEmpty: true });
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
