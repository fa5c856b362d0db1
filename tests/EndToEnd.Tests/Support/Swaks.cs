using System.Net;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>Debian's swaks: a client that the project did not write.</summary>
internal static class Swaks
{
    public const int Done = 0;
    public const int MailRefused = 23;
    public const int NoRecipientAccepted = 24;
    public const int AuthenticationFailed = 28;

    /// <summary>Sends as a stranger of the Internet.</summary>
    public static Task<CommandResult> SendAsync(
        IPEndPoint server, string from, string to, byte[] message, params string[] more) =>
        RunAsync(server, Hosts.Stranger, from, to, message, ["--helo", "s101.lab.example", .. more]);

    /// <summary>Sends as a user who signs in: STARTTLS, unless the options say otherwise.</summary>
    public static Task<CommandResult> SubmitAsync(
        IPEndPoint server, string user, string to, byte[] message, params string[] more)
    {
        string[] tls = more.Contains("--tls-on-connect") ? [] : ["--tls"];
        string[] from = more.Contains("--from") ? [] : ["--from", user];
        string[] password = more.Contains("--auth-password") ? [] : ["--auth-password", Hosts.Password];
        string[] auth = more.Contains("--auth") ? [] : ["--auth", "PLAIN"];
        return RunAsync(
            server, IPAddress.Loopback, null, to, message,
            [.. tls, .. from, .. auth, "--auth-user", user, .. password, .. more]);
    }

    private static async Task<CommandResult> RunAsync(
        IPEndPoint server, IPAddress source, string? from, string to, byte[] message, string[] more)
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        await File.WriteAllBytesAsync(data, Wire(message), TestContext.Current.CancellationToken);
        string[] sender = from is null ? [] : ["--from", from.Length == 0 ? "<>" : from];
        return await Command.RunAsync("swaks",
        [
            "--server", server.ToString(), "--local-interface", source.ToString(), "--to", to, "--data", $"@{data}",
            "--no-data-fixup", "--timeout", "30", .. sender, .. more,
        ]);
    }

    // What swaks sends between 354 and the last CRLF, as it is: RFC 5321 section 4.5.2 doubles leading dots.
    private static byte[] Wire(byte[] message) => Encoding.Latin1.GetBytes(
        ("\r\n" + Encoding.Latin1.GetString(message)).Replace("\r\n.", "\r\n..", StringComparison.Ordinal)[2..] + ".");
}
