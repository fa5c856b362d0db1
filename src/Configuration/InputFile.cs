using System.Text;
using System.Text.Unicode;

namespace Causeway.Configuration;

/// <summary>The octets of a file that a person wrote: UTF-8, within a limit, without the byte order mark.</summary>
internal static class InputFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The octets; or what was found and what to write, with the place if there is one.</summary>
    public static (byte[]? Octets, Fault? Fault) Read(string path, int limit)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return (null, new Fault(path, 1, 1, "this is a folder", "write the name of a file"));
            }

            var octets = ReadUpTo(path, limit);
            return octets is null
                ? (null, new Fault(path, 1, 1, $"more than {limit >> 20} MiB", "write a smaller file"))
                : Checked(path, octets);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new Fault(path, 1, 1, "there is no such file", "write the name of a file that exists"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException
            or NotSupportedException)
        {
            return (null, new Fault(
                path, 1, 1, $"this cannot be read: {e.Message}", "write the name of a readable file"));
        }
    }

    private static byte[]? ReadUpTo(string path, int limit)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);

        // The length is a hint: a pipe has none, and a file may grow while it is read.
        var expected = stream.CanSeek ? stream.Length : 0;
        if (expected > limit)
        {
            return null;
        }

        var octets = new byte[(int)expected + 1];
        var length = 0;
        while (true)
        {
            var count = stream.Read(octets, length, octets.Length - length);
            length += count;
            if (count == 0 || length > limit)
            {
                return length > limit ? null : octets.AsSpan(0, length).ToArray();
            }

            if (length == octets.Length)
            {
                Array.Resize(ref octets, Math.Max(4096, octets.Length * 2));
            }
        }
    }

    private static (byte[]? Octets, Fault? Fault) Checked(string path, byte[] octets)
    {
        var content = octets.AsSpan().StartsWith(ByteOrderMark) ? octets[ByteOrderMark.Length..] : octets;
        if (Utf8.IsValid(content))
        {
            return (content, null);
        }

        var (index, line, lineStart) = (0, 1, 0);
        while (Rune.DecodeFromUtf8(content.AsSpan(index), out var rune, out var count) == 0)
        {
            index += count;
            if (rune.Value == '\n')
            {
                (line, lineStart) = (line + 1, index);
            }
        }

        var column = Encoding.UTF8.GetCharCount(content, lineStart, index - lineStart) + 1;
        return (null, new Fault(
            path, line, column, $"the octet 0x{content[index]:X2} is not UTF-8", "save the file as UTF-8"));
    }
}
