using System.IO.Pipelines;
using System.Text;
using Causeway.Queue.Facts;
using Causeway.Smtp.Client;

namespace Causeway.Transport.Delivering;

/// <summary>
/// A forwarded message: on top the mailboxes that forwarded it (RFC 9228), the last one first, so that it is known
/// where it comes back; below, every octet as it was.
/// </summary>
internal sealed class ForwardedBody : IMessageBody
{
    private readonly byte[] top;
    private readonly IMessageBody below;

    private ForwardedBody(byte[] top, IMessageBody below) => (this.top, this.below) = (top, below);

    public long Length => top.Length + below.Length;

    /// <summary>The body of a copy: the one below where nobody forwarded it.</summary>
    public static IMessageBody Of(Copy copy, IMessageBody below)
    {
        // A field beyond US-ASCII would make the whole message need SMTPUTF8; the count of Received is left for those.
        var fields = (copy.ForwardedBy ?? []).Reverse().Where(mailbox => Ascii.IsValid(mailbox))
            .Select(mailbox => $"Delivered-To: {mailbox}\r\n").ToList();
        return fields.Count == 0 ? below : new ForwardedBody(Encoding.UTF8.GetBytes(string.Concat(fields)), below);
    }

    public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken)
    {
        await destination.WriteAsync(top, cancellationToken).ConfigureAwait(false);
        await below.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
    }
}
