using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;

namespace Causeway.Transport.Delivering;

/// <summary>What the choice of a pool asks, from the log and from a message on its journey.</summary>
public static class LeavingMail
{
    public static Leaving Of(Accepted message, ReversePath from) => new(from)
    {
        Entry = EntryOf(message.Judged),
        IsOverLimit = message.IsOverLimit,
        LacksSignature = message.Signatures is { IsEmpty: true },
    };

    public static Leaving Of(Incoming message) => new(message.From)
    {
        Entry = EntryOf(message.Judged), LacksSignature = message.Signatures is { IsEmpty: true },
    };

    private static Entry EntryOf(Judged? judged) =>
        judged is null ? Entry.NotJudged : judged.HasPassed ? Entry.Passed : Entry.NotPassed;
}
