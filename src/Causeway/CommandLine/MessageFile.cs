using System.Buffers;
using Causeway.Mail;

namespace Causeway.CommandLine;

/// <summary>
/// A message in a file, read in pieces. On the wire lines end in CRLF; an LF alone, as files on disk have it, becomes
/// one.
/// </summary>
internal sealed class MessageFile : IDisposable
{
    private const int PieceOctets = 64 << 10;

    private readonly FileStream file;
    private readonly byte[] piece = new byte[PieceOctets];
    private readonly ArrayBufferWriter<byte> ready = new(2 * PieceOctets);
    private byte last;

    private MessageFile(FileStream file) => this.file = file;

    /// <summary>True once a line that ended in LF alone was met.</summary>
    public bool HasPlainLineEnds { get; private set; }

    /// <summary>Its header; the octets of the body that were read along with it are the first of the body.</summary>
    public HeaderBlock Header { get; private set; } = HeaderBlock.Scan(default);

    /// <summary>Opens the file and reads its header.</summary>
    /// <exception cref="InvalidDataException">The file begins with no header, or one too large.</exception>
    public static async Task<MessageFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var message = new MessageFile(File.OpenRead(path));
        try
        {
            await message.ReadHeaderAsync(path, cancellationToken).ConfigureAwait(false);
            return message;
        }
        catch
        {
            message.Dispose();
            throw;
        }
    }

    /// <summary>Hands over the body, piece by piece.</summary>
    public async Task ReadBodyAsync(Action<ReadOnlyMemory<byte>> write, CancellationToken cancellationToken)
    {
        write(ready.WrittenMemory[Header.Octets.Length..]);
        do
        {
            ready.ResetWrittenCount();
            await ReadPieceAsync(cancellationToken).ConfigureAwait(false);
            write(ready.WrittenMemory);
        }
        while (ready.WrittenCount > 0);
    }

    public void Dispose() => file.Dispose();

    private async Task ReadHeaderAsync(string path, CancellationToken cancellationToken)
    {
        HeaderScan scan;
        HeaderBlock? header;
        do
        {
            var isWhole = !await ReadPieceAsync(cancellationToken).ConfigureAwait(false);
            scan = HeaderBlock.TryScan(ready.WrittenMemory, isWhole, HeaderLimits.Default, out header);
        }
        while (scan == HeaderScan.Incomplete);

        if (scan != HeaderScan.Complete || !header!.Fields.Any(field => field.IsWellFormed))
        {
            throw new InvalidDataException(scan == HeaderScan.Complete
                ? $"{path} is no message: it does not begin with header fields."
                : $"The header of {path} is larger than {HeaderLimits.Default.Octets} octets.");
        }

        // The pieces of the body reuse the memory that the header was scanned in.
        Header = HeaderBlock.Scan(header.Octets.ToArray());
    }

    private async Task<bool> ReadPieceAsync(CancellationToken cancellationToken)
    {
        var read = await file.ReadAsync(piece, cancellationToken).ConfigureAwait(false);
        foreach (var octet in piece.AsSpan(0, read))
        {
            if (octet == '\n' && last != '\r')
            {
                HasPlainLineEnds = true;
                ready.Write("\r"u8);
            }

            ready.Write([octet]);
            last = octet;
        }

        return read > 0;
    }
}
