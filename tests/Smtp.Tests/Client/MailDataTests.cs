using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Causeway.Smtp.Client;
using CsCheck;

namespace Causeway.Smtp.Tests.Client;

/// <summary>The octets between 354 and the final dot (RFC 5321 sections 2.3.8, 4.1.1.4, 4.5.2).</summary>
public sealed class MailDataTests
{
    [Theory]
    [InlineData("a\r\n", "a")]
    [InlineData("a", "a")]
    [InlineData(".\r\n", "..")]
    [InlineData(".", "..")]
    [InlineData("..\r\n", "...")]
    [InlineData(".a\r\nb.\r\n.\r\n", "..a|b.|..")]
    [InlineData("a\r\n\r\n.\r\n", "a||..")]
    [InlineData("a\r\n.b", "a|..b")]
    [InlineData("", null)]
    public async Task Dots_at_the_start_of_a_line_are_doubled_and_the_last_line_is_ended(string body, string? lines)
    {
        var expected = lines is null ? "" : string.Concat(lines.Split('|').Select(line => $"C: {line}\n"));
        for (var piece = 1; piece <= Math.Max(1, body.Length); piece++)
        {
            await SendAsync(new PieceBody(Encoding.Latin1.GetBytes(body), piece, flushes: piece % 2 == 0), expected);
        }
    }

    [Theory]
    [InlineData("a\nb\r\n")]
    [InlineData("a\rb\r\n")]
    [InlineData("a\r\r\n")]
    [InlineData("\n")]
    [InlineData("a\r\n.\n")]
    [InlineData("a\r")]
    public async Task A_bare_cr_or_lf_never_leaves(string body)
    {
        await using var peer = new ScriptedPeer(UpToData + "END");
        var connection = await Some.ConnectAsync(peer);
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(connection, Some.Body(body)));
        await connection.DisposeAsync();
        await peer.DoneAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_message_that_is_longer_or_shorter_than_it_says_is_not_ended(int difference)
    {
        await using var peer = new ScriptedPeer(UpToData + "END");
        var connection = await Some.ConnectAsync(peer);
        var body = new PieceBody("Hello\r\n"u8.ToArray(), 7, flushes: false) { Length = 7 + difference };
        await Assert.ThrowsAsync<InvalidDataException>(() => SendAsync(connection, body));
        await connection.DisposeAsync();
        await peer.DoneAsync();
    }

    [Fact]
    public async Task What_a_receiver_undoes_is_what_was_sent_however_the_message_is_cut()
    {
        string[] kinds = [".", "..", "", "a", ".b", "\u00ff\u0080.", new('x', 998)];
        var line = Gen.Int[0, kinds.Length - 1].Select(kind => kinds[kind]);
        await Gen.Select(line.Array[0, 8], Gen.Int[1, 40], Gen.Bool).SampleAsync(async (lines, piece, flushes) =>
        {
            var body = string.Concat(lines.Select(text => text + "\r\n"));
            var expected = string.Concat(lines.Select(text => $"C: {(text.StartsWith('.') ? "." : "")}{text}\n"));
            await SendAsync(new PieceBody(Encoding.UTF8.GetBytes(body), piece, flushes), expected);
        }, iter: 60, threads: 1);
    }

    [Fact]
    public async Task A_large_message_arrives_octet_for_octet_without_being_held_whole()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 2000; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i} {new string('y', i % 90)}\r\n");
        }

        var lines = text.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        await SendAsync(Some.Body(text.ToString()), string.Concat(lines.Select(line => $"C: {line}\n")));
    }

    private const string UpToData = Some.Hello + """
        S: 250-PIPELINING
        S: 250 8BITMIME
        C: MAIL FROM:<ada@us.example> BODY=8BITMIME
        C: RCPT TO:<bob@them.example>
        C: DATA
        S: 250 ok
        S: 250 ok
        S: 354 go on

        """;

    private static async Task SendAsync(IMessageBody body, string expected)
    {
        await using var peer = new ScriptedPeer(UpToData + expected + "C: .\nS: 250 ok\nC: QUIT\nEND");
        await peer.WithAsync(async () =>
        {
            await using var connection = await Some.ConnectAsync(peer);
            return await SendAsync(connection, body);
        });
        await peer.DoneAsync();
    }

    private static Task<SendResult> SendAsync(SmtpConnection connection, IMessageBody body) => connection.SendAsync(
        Some.Envelope(), body, TestContext.Current.CancellationToken).AsTask();

    /// <summary>Writes in pieces, by the memory of the writer and by WriteAsync in turns.</summary>
    private sealed class PieceBody(byte[] octets, int piece, bool flushes) : IMessageBody
    {
        public long Length { get; init; } = octets.Length;

        public async ValueTask CopyToAsync(PipeWriter destination, CancellationToken cancellationToken)
        {
            for (var start = 0; start < octets.Length; start += piece)
            {
                var part = octets.AsMemory(start, Math.Min(piece, octets.Length - start));
                if (start / piece % 2 == 0)
                {
                    destination.Write(part.Span);
                }
                else
                {
                    await destination.WriteAsync(part, cancellationToken);
                }

                if (flushes)
                {
                    await destination.FlushAsync(cancellationToken);
                }
            }
        }
    }
}
