using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Writes delivery status notifications. Each is committed to the spool with <see cref="Accepted.Notice"/>, by which
/// it ends the recipients that it tells of. Asked before the end of the attempt is recorded; not asked again about
/// recipients of a notice that is in the log.
/// </summary>
public interface INotices
{
    /// <summary>
    /// What became of each failed or expired recipient: <see cref="Outcome.Bounced"/> where a notice is committed, or
    /// <see cref="Outcome.Held"/> where none may be written. For other kinds the answer is not looked at. An exception
    /// means that nothing was committed: the recipients stay in the queue.
    /// </summary>
    ValueTask<ImmutableArray<Result>> WriteAsync(NoticeRequest request, CancellationToken ct);
}
