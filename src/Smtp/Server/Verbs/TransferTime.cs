namespace Causeway.Smtp.Server.Verbs;

/// <summary>
/// The time that a peer has for one message: for each block, and in all, so that an octet now and then does not hold a
/// session for ever.
/// </summary>
internal sealed class TransferTime(Conversation session)
{
    private readonly long startedAt = session.Time.GetTimestamp();

    /// <summary>How long to wait for the next block; false where the time for the whole is up.</summary>
    public bool HasTime(out TimeSpan limit)
    {
        var left = session.Limits.DataTotalTimeout - session.Time.GetElapsedTime(startedAt);
        limit = left < session.Limits.DataBlockTimeout ? left : session.Limits.DataBlockTimeout;
        return left > TimeSpan.Zero;
    }
}
