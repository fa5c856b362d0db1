using System.Security.Cryptography.X509Certificates;
using System.Text;
using Causeway.Smtp.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Smtp.Tests.Server;

/// <summary>Over loopback, with SslStream as the client.</summary>
public sealed class TlsTests
{
    private static readonly X509Certificate2 ClientCertificate = TlsServer.SelfSigned("CN=office.test");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task STARTTLS_drops_what_was_pipelined_behind_it_and_forgets_what_was_said()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Mta);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        Assert.Contains("250 STARTTLS", await client.ReadReplyAsync(), StringComparison.Ordinal);
        await client.SendAsync("MAIL FROM:<a@b.test>\r\nSTARTTLS\r\nRCPT TO:<injected@b.test>\r\nRSET\r\n");
        await client.ExpectAsync("250 2.1.0");
        await client.ExpectAsync("220 2.0.0");
        await client.StartTlsAsync(null);
        await client.SendAsync("RCPT TO:<c@b.test>\r\n");
        await client.ExpectAsync("503 5.5.1 Send EHLO");
        await client.SendAsync("EHLO c.test\r\n");
        Assert.DoesNotContain("STARTTLS", await client.ReadReplyAsync(), StringComparison.Ordinal);
        await client.SendAsync("STARTTLS\r\n");
        await client.ExpectAsync("503 5.5.1 TLS is already active");
        Assert.DoesNotContain("rcpt <injected@b.test>", policy.Calls);
        Assert.Null(policy.Tls!.ClientCertificate);
    }

    [Fact]
    public async Task A_client_certificate_of_any_issuer_is_recorded_and_the_message_arrives()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Mta);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        await client.SendAsync("STARTTLS\r\n");
        await client.ExpectAsync("220");
        await client.StartTlsAsync(ClientCertificate);
        var line = new string('x', 900) + "\r\n";
        var content = string.Concat(Enumerable.Repeat(line, 500));
        await client.SendAsync($"EHLO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<c@b.test>\r\nDATA\r\n");
        await client.ReadReplyAsync();
        await client.ExpectAsync("250");
        await client.ExpectAsync("250");
        await client.ExpectAsync("354");
        await client.SendAsync($"\r\n{content}.\r\n");
        await client.ExpectAsync("250 2.0.0 Stored");
        Assert.Equal(["\r\n" + content], policy.Stored);
        Assert.Equal(ClientCertificate.Thumbprint, policy.Tls!.ClientCertificate!.Thumbprint);
    }

    [Fact]
    public async Task Submissions_speaks_TLS_from_the_first_octet_and_takes_passwords()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Submissions);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.StartTlsAsync(null);
        await client.ExpectAsync("220 mx.test");
        await client.SendAsync("EHLO c.test\r\n");
        Assert.Contains("250 AUTH SCRAM-SHA-256 PLAIN LOGIN", await client.ReadReplyAsync(), StringComparison.Ordinal);
        (string Send, string Expect)[] dialogue =
        [
            ("MAIL FROM:<a@b.test>", "530 5.7.0"),
            ("AUTH", "501 5.5.4"),
            ("AUTH CRAM-MD5", "504 5.5.4"),
            ("AUTH 0", "504 5.5.4"),
            ("AUTH PLAIN something", "501 5.5.2"),
            ("AUTH PLAIN =", "501 5.5.2"),
            ("AUTH PLAIN", "334 "),
            ("*", "501 5.7.0"),
            ("AUTH PLAIN", "334 "),
            (new string('A', 13000), "500 5.5.6"),
            ("AUTH PLAIN " + Base64("\0ada\0wrong"), "535 5.7.8"),
            ("AUTH PLAIN " + Base64("grace\0ada\0secret"), "535 5.7.8"),
            ("AUTH LOGIN", "334 VXNlcm5hbWU6"),
            (Base64("ada"), "334 UGFzc3dvcmQ6"),
            (Base64("wrong"), "535 5.7.8"),
            ("AUTH LOGIN " + Base64("ada"), "334 UGFzc3dvcmQ6"),
            (Base64("secret"), "235 2.7.0"),
            ("AUTH PLAIN " + Base64("\0ada\0secret"), "503 5.5.1"),
            ("MAIL FROM:<a@b.test>", "250 2.1.0"),
            ("AUTH PLAIN", "503 5.5.1"),
            ("QUIT", "221"),
        ];
        foreach (var (send, expect) in dialogue)
        {
            await client.SendAsync(send + "\r\n");
            await client.ExpectAsync(expect);
        }
    }

    [Fact]
    public async Task A_failed_sign_in_counts_as_an_error()
    {
        await using var server = await TlsServer.StartAsync(
            new FakePolicy(), ListenerKind.Submissions, new() { Errors = 2 });
        await using var client = await TlsClient.ConnectAsync(server);
        await client.StartTlsAsync(null);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        foreach (var reply in (string[])["535 5.7.8", "535 5.7.8", "421 4.7.0"])
        {
            await client.SendAsync($"AUTH PLAIN {Base64("\0ada\0wrong")}\r\n");
            await client.ExpectAsync(reply);
        }

        Assert.Equal("", await client.ReadReplyAsync());
    }

    [Fact]
    public async Task A_handshake_that_fails_ends_the_session_and_is_traced()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Mta);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        await client.SendAsync("STARTTLS\r\n");
        await client.ExpectAsync("220");
        await client.SendAsync("RCPT TO:<not-a-client-hello@b.test>\r\n");
        await client.DrainAsync();
        await server.StopAsync(Ct);
        Assert.Equal(["refused STARTTLS 454"], policy.Refusals);
    }

    [Fact]
    public async Task A_handshake_of_more_than_a_minute_ends_the_session()
    {
        var policy = new FakePolicy();
        using var session = new InMemorySession(
            policy, TlsServer.Options(ListenerKind.Submissions, new()), ListenerKind.Submissions);
        Assert.False(session.Done.IsCompleted);
        session.Time.Advance(TimeSpan.FromMinutes(1));
        await session.Done;
        Assert.Equal(["refused CONNECT 454"], policy.Refusals);
        Assert.Equal("", session.Received());
    }

    [Fact]
    public async Task STARTTLS_without_a_certificate_at_this_moment_is_454()
    {
        await using var server = new SmtpServer(
            TlsServer.Options(ListenerKind.Mta, new()) with { Certificate = _ => null }, new FakePolicy(),
            NullLoggerFactory.Instance, TimeProvider.System);
        await server.StartAsync(Ct);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        Assert.DoesNotContain("STARTTLS", await client.ReadReplyAsync(), StringComparison.Ordinal);
        await client.SendAsync("STARTTLS\r\n");
        await client.ExpectAsync("454 4.7.0");
    }

    [Fact]
    public async Task Over_TLS_a_stop_waits_for_the_open_transaction_and_then_says_421()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Mta);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        await client.SendAsync("STARTTLS\r\n");
        await client.ExpectAsync("220");
        await client.StartTlsAsync(null);
        await client.SendAsync("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<c@b.test>\r\nDATA\r\nhalf\r\n");
        foreach (var reply in (string[])["250", "250", "250", "354"])
        {
            await client.ExpectAsync(reply);
        }

        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        var stopped = server.StopAsync(grace.Token);
        await client.SendAsync("whole\r\n.\r\n");
        await client.ExpectAsync("250 2.0.0 Stored");
        await client.ExpectAsync("421 4.3.2");
        await stopped;
        Assert.False(grace.IsCancellationRequested);
        Assert.Equal(["half\r\nwhole\r\n"], policy.Stored);
    }

    [Fact]
    public async Task A_stop_breaks_what_outlasts_the_grace()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Mta);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.ExpectAsync("220");
        await client.SendAsync("HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<c@b.test>\r\nDATA\r\nhalf\r\n");
        await client.ExpectAsync("250");
        await client.ExpectAsync("250");
        await client.ExpectAsync("250");
        await client.ExpectAsync("354");
        await server.StopAsync(new CancellationToken(canceled: true));
        await client.DrainAsync();
        Assert.Empty(policy.Stored);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = await TlsServer.StartAsync(new FakePolicy(), ListenerKind.Mta);
        var options = TlsServer.Options(ListenerKind.Mta, new()) with
        {
            Listeners = [new(first.EndPoints[0], ListenerKind.Mta)],
        };
        await using var second = new SmtpServer(
            options, new FakePolicy(), NullLoggerFactory.Instance, TimeProvider.System);
        var fault = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(Ct));
        Assert.Contains(first.EndPoints[0].ToString(), fault.Message, StringComparison.Ordinal);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
