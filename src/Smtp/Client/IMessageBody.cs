using System.IO.Pipelines;

namespace Causeway.Smtp.Client;

/// <summary>The octets of a message as they are stored: header, blank line, content, all lines ended by CRLF.</summary>
public interface IMessageBody
{
    /// <summary>The exact number of octets that <see cref="CopyToAsync"/> writes.</summary>
    long Length { get; }

    /// <summary>
    /// Writes all octets, no dot-stuffing, no final dot; flushes every few KB (the writer holds back the pace of the
    /// peer) and does not complete the writer. May be called again for another attempt.
    /// </summary>
    ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken);
}
