using System.Globalization;

namespace Causeway.Mailboxes;

/// <summary>
/// The name of a message's file: <c>SECONDS.MmillisecondsQqueueidCcopy</c>, then in <c>cur</c> <c>:2,</c> and the flags
/// (the Maildir convention). Made of what is the same at every attempt.
/// </summary>
internal readonly record struct MessageFileName(string Id, DateTimeOffset InternalDate, string Flags)
{
    private const string FlagMark = ":2,";

    public static string IdOf(MailboxDelivery delivery) =>
        IdOf(delivery.QueueId, delivery.Copy, delivery.AcceptedAt);

    public static string IdOf(string queueId, int copy, DateTimeOffset acceptedAt)
    {
        var time = acceptedAt.ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{time / 1000}.M{time % 1000:D3}Q{queueId}C{copy}");
    }

    public static bool TryParse(string name, out MessageFileName parsed)
    {
        var mark = name.IndexOf(FlagMark, StringComparison.Ordinal);
        var id = mark < 0 ? name : name[..mark];
        parsed = default;
        if (!TryParseTime(id, out var time))
        {
            return false;
        }

        parsed = new MessageFileName(id, time, mark < 0 ? "" : name[(mark + FlagMark.Length)..]);
        return true;
    }

    private static bool TryParseTime(string id, out DateTimeOffset time)
    {
        time = default;
        var dot = id.IndexOf('.', StringComparison.Ordinal);
        if (dot is < 1 or > 11
            || !long.TryParse(id.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var rest = id.AsSpan(dot + 1);
        if (rest.Length >= 4 && rest[0] == 'M'
            && int.TryParse(rest[1..4], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
        {
            time = time.AddMilliseconds(milliseconds);
        }

        return true;
    }
}
