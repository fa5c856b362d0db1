using System.Text;

namespace Causeway.RelayBench;

internal delegate void MessageTaker(ReadOnlySpan<byte> wire);

/// <summary>The server's side of one session, as small as a client that is known allows.</summary>
internal sealed class SinkSession(MessageTaker taker)
{
    private bool isInData;
    private int searched;

    public bool IsOver { get; private set; }

    public StringBuilder Replies { get; } = new();

    /// <summary>Takes whole commands and whole messages; returns how many octets those were.</summary>
    public int Take(ReadOnlySpan<byte> octets)
    {
        var taken = 0;
        while (!IsOver)
        {
            var rest = octets[taken..];
            var length = isInData ? TakeMessage(rest) : TakeCommand(rest);
            if (length == 0)
            {
                return taken;
            }

            taken += length;
        }

        return taken;
    }

    private int TakeMessage(ReadOnlySpan<byte> octets)
    {
        var from = Math.Max(0, searched - BenchMessage.End.Length);
        var end = octets[from..].IndexOf(BenchMessage.End);
        if (end < 0)
        {
            searched = octets.Length;
            return 0;
        }

        var length = from + end + BenchMessage.End.Length;
        taker(octets[..length]);
        Replies.Append("250 2.0.0 Taken\r\n");
        (isInData, searched) = (false, 0);
        return length;
    }

    private int TakeCommand(ReadOnlySpan<byte> octets)
    {
        var end = octets.IndexOf((byte)'\n');
        if (end < 0)
        {
            return 0;
        }

        switch (octets[0] & ~0x20)
        {
            case 'E':
                Replies.Append("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n")
                    .Append("250 SIZE 52428800\r\n");
                break;
            case 'D':
                isInData = true;
                Replies.Append("354 Go on\r\n");
                break;
            case 'Q':
                IsOver = true;
                Replies.Append("221 2.0.0 Bye\r\n");
                break;
            default:
                Replies.Append("250 2.0.0 Yes\r\n");
                break;
        }

        return end + 1;
    }
}
