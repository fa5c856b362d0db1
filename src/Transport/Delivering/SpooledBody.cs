using System.IO.Pipelines;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>A message as it lies in the spool: the octets that go to our own sites and mailboxes.</summary>
internal sealed class SpooledBody(Spool spool, Accepted message) : IMessageBody
{
    public long Length => message.Size;

    public ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken) =>
        spool.CopyToAsync(message, destination, cancellationToken);
}
