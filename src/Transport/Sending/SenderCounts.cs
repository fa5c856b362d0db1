using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Transport.Sending;

/// <summary>What one sender sent, and how often that was too much.</summary>
internal sealed class SenderCounts
{
    private readonly SlidingCount day = new(TimeSpan.FromDays(1), TimeSpan.FromMinutes(15));
    private readonly SlidingCount hour = new(TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
    private readonly SlidingCount minute = new(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));

    public OverLimit? Over { get; private set; }

    public int RecipientsInDay(DateTimeOffset now) => day.At(now);

    public int RecipientsInHour(DateTimeOffset now) => hour.At(now);

    public int MessagesInMinute(DateTimeOffset now) => minute.At(now);

    /// <summary>True where nothing is known that counts any more.</summary>
    public bool IsIdle(DateTimeOffset now) => day.At(now) == 0 && !(now - Over?.Last < TimeSpan.FromDays(1));

    /// <summary>Which limit one more message would break; null where none.</summary>
    public (Reason Reason, string Why)? Break(SendingLimits limits, DateTimeOffset now, int recipients)
    {
        if (day.At(now) + recipients > limits.RecipientsPerDay)
        {
            return (Reason.SendingDayLimit,
                $"{day.At(now)} recipients within 24 hours; the limit is {limits.RecipientsPerDay}.");
        }

        if (hour.At(now) + recipients > limits.RecipientsPerHour)
        {
            return (Reason.SendingHourLimit,
                $"{hour.At(now)} recipients within an hour; the limit is {limits.RecipientsPerHour}.");
        }

        return minute.At(now) + 1 > limits.MessagesPerMinute
            ? (Reason.SendingMinuteLimit,
                $"{minute.At(now)} messages within a minute; the limit is {limits.MessagesPerMinute}.")
            : null;
    }

    /// <summary>Adds a message; negative numbers take one back.</summary>
    public void Add(DateTimeOffset at, int recipients, int messages = 1)
    {
        day.Add(at, recipients);
        hour.Add(at, recipients);
        minute.Add(at, messages);
    }

    /// <summary>Adds a message that the log tells of; others may have been added since.</summary>
    public void AddPast(DateTimeOffset then, int recipients)
    {
        day.AddPast(then, recipients);
        hour.AddPast(then, recipients);
        minute.AddPast(then, 1);
    }

    public void AddOver(DateTimeOffset at, string limit) => Over = Over is { } over
        ? over with
        {
            // What earlier runs left is read while mail comes in already.
            First = at < over.First ? at : over.First,
            Last = at > over.Last ? at : over.Last,
            Count = over.Count + 1,
            Limit = at >= over.Last ? limit : over.Limit,
        }
        : new OverLimit(at, at, 1, limit);
}
