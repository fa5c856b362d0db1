using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>Writes no notices: what fails or expires is held for the administrator.</summary>
public sealed class HoldEverything : INotices
{
    public ValueTask<ImmutableArray<Result>> WriteAsync(NoticeRequest request, CancellationToken ct) =>
        ValueTask.FromResult(ImmutableArray.CreateRange(
            request.Results, result => result with { Outcome = Outcome.Held }));
}
