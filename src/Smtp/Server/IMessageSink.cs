using System.Buffers;
using Causeway.Core.Replies;

namespace Causeway.Smtp.Server;

/// <summary>
/// Takes the content of one message. Disposed of without <see cref="CompleteAsync"/>, it is abandoned.
/// </summary>
public interface IMessageSink : IAsyncDisposable
{
    /// <summary>Octets without the dots of transparency, with their CRLFs; valid during the call only.</summary>
    ValueTask WriteAsync(ReadOnlySequence<byte> octets, CancellationToken ct);

    /// <summary>The reply to the message: 250 only when it is durable.</summary>
    ValueTask<SmtpReply> CompleteAsync(CancellationToken ct);
}
