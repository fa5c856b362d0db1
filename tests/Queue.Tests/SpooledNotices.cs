using System.Collections.Concurrent;
using System.Collections.Immutable;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Queue.Tests;

/// <summary>
/// Commits each notice that is asked for as a message of its own; none about a message without reverse-path.
/// </summary>
internal sealed class SpooledNotices(Spool spool) : INotices
{
    public ConcurrentQueue<NoticeRequest> Asked { get; } = [];

    public Func<NoticeRequest, bool> Fails { get; set; } = _ => false;

    public async ValueTask<ImmutableArray<Result>> WriteAsync(NoticeRequest request, CancellationToken ct)
    {
        Asked.Enqueue(request);
        if (Fails(request))
        {
            throw new SpoolFaultException("No space left on device");
        }

        if (request.Message.From.Length == 0)
        {
            return [.. request.Results.Select(result => result with { Outcome = Outcome.Held })];
        }

        var told = request.Results.Select(result => result.Recipient).ToImmutableArray();
        var id = $"{request.Message.Id}-{request.Copy.Number}-{request.Kind}-{string.Join('+', told)}";
        var notice = Some.Message(id, Some.ToInternet(0, "sender.example", request.Message.From)) with
        {
            At = request.Message.At,
            From = "",
            Notice = new NoticeOf(request.Message.Id, request.Copy.Number, told, request.Kind),
        };
        await Some.CommitAsync(spool, notice);
        return [.. request.Results.Select(result => result with { Outcome = Outcome.Bounced })];
    }
}
