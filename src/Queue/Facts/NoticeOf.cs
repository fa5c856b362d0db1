using System.Collections.Immutable;

namespace Causeway.Queue.Facts;

/// <summary>
/// The message, copy and recipients that a notice tells of. The fact that commits the notice is also the end of these
/// recipients (but for <see cref="NoticeKind.Delayed"/>), so that no crash loses a bounce or writes it twice.
/// </summary>
public sealed record NoticeOf(string Id, int Copy, ImmutableArray<string> Recipients, NoticeKind Kind);
