using System.CommandLine;
using System.Net;
using System.Text.Json;
using Causeway.Authentication;
using Causeway.Authentication.Dmarc;
using Causeway.Core.Addresses;
using Causeway.Dns;

namespace Causeway.CommandLine;

/// <summary>
/// <c>authenticate FILE --ip A --helo H --mail-from M</c>: who really sent a message, by the functions that the border
/// runs.
/// </summary>
internal static class AuthenticateCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "the message, such as message.eml" };
        var ip = new Option<string>("--ip") { Description = "the address that it came from", Required = true };
        var helo = new Option<string>("--helo") { Description = "the name that its client gave", Required = true };
        var from = new Option<string>("--mail-from")
        {
            Description = "the reverse-path; \"\" for a bounce",
            Required = true,
        };
        var resolver = new Option<string?>("--resolver")
        {
            Description = "the DNS server to ask; default: those of the operating system",
            HelpName = "IP[:PORT]",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command(
            "authenticate", "Judge a message by SPF, DKIM, DMARC and ARC; exit 1 where DMARC says fail.")
        {
            file, ip, helo, from, resolver, json,
        };
        command.SetAction(async (parsed, ct) =>
        {
            if (!IPAddress.TryParse(parsed.GetValue(ip), out var client))
            {
                return Usage($"--ip '{parsed.GetValue(ip)}' is no IP address; write one such as 192.0.2.1.");
            }

            if (!TryReadSender(parsed.GetValue(from)!, out var sender))
            {
                return Usage($"--mail-from '{parsed.GetValue(from)}' can be no mail address; write local@domain.");
            }

            return TryReadServer(parsed.GetValue(resolver), out var servers)
                ? await RunAsync(
                    new Question(parsed.GetValue(file)!, client, parsed.GetValue(helo)!, sender),
                    new DnsResolverOptions { Servers = servers }, parsed.GetValue(json), ct).ConfigureAwait(false)
                : Usage($"--resolver '{parsed.GetValue(resolver)}' is no address and port; write 127.0.0.1:53.");
        });
        return command;
    }

    // RFC 7208 section 4.3 says what becomes of a sender that lacks a local part, or whose domain cannot be. So even
    // one that no server would take is judged, as long as it is of ASCII and its domain one word.
    private static bool TryReadSender(string text, out string sender)
    {
        var plain = text.StartsWith('<') && text.EndsWith('>') ? text[1..^1] : text;
        var domain = plain.LastIndexOf('@') + 1;
        sender = ULabels.TryToAscii(plain[domain..], out var ascii) ? plain[..domain] + ascii : plain;
        return ReversePath.TryParse(sender, out _)
            || (!sender.AsSpan().ContainsAnyExceptInRange(' ', '~') && !sender.AsSpan(domain).Contains(' '));
    }

    private static bool TryReadServer(string? text, out IReadOnlyList<IPEndPoint> servers)
    {
        servers = [];
        if (text is null)
        {
            return true;
        }

        var isServer = DnsServerText.TryParse(text, out var server);
        servers = isServer ? [server!] : [];
        return isServer;
    }

    private static async Task<int> RunAsync(
        Question question, DnsResolverOptions resolver, bool json, CancellationToken ct)
    {
        AuthenticationVerdict verdict;
        try
        {
            verdict = await JudgeAsync(question, new DnsResolver(resolver), ct).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return Usage(fault.Message);
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                AuthenticationJson.Of(verdict), Json.Readable.AuthenticationJson));
        }
        else
        {
            AuthenticationPage.Print(verdict);
        }

        return verdict.Dmarc.Result == DmarcResult.Fail ? ExitCode.No : ExitCode.Good;
    }

    private static async Task<AuthenticationVerdict> JudgeAsync(
        Question question, DnsResolver resolver, CancellationToken ct)
    {
        using var message = await MessageFile.OpenAsync(question.File, ct).ConfigureAwait(false);
        var run = new MessageAuthenticator(resolver, TimeProvider.System)
            .Begin(question.Client, question.Helo, question.From, message.Header);
        await using (run.ConfigureAwait(false))
        {
            await message.ReadBodyAsync(piece => run.Body.Write(piece.Span), ct).ConfigureAwait(false);
            if (message.HasPlainLineEnds)
            {
                await Console.Error.WriteLineAsync(
                    $"causeway: lines of {question.File} end in LF; judged as if they ended in CRLF, as sent.")
                    .ConfigureAwait(false);
            }

            return await run.CompleteAsync(ct).ConfigureAwait(false);
        }
    }

    private static int Usage(string message)
    {
        Console.Error.WriteLine($"causeway: {message}");
        return ExitCode.Usage;
    }

    private sealed record Question(string File, IPAddress Client, string Helo, string From);
}
