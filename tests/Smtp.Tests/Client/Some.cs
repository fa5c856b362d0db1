using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;

namespace Causeway.Smtp.Tests.Client;

/// <summary>What most tests of the client take for granted.</summary>
internal static class Some
{
    public const string Hello = """
        S: 220 mx.example ESMTP
        C: EHLO us.example
        S: 250-mx.example greets us.example

        """;

    public static SmtpClientOptions Options(TlsLevel tls = TlsLevel.None) =>
        new() { EhloName = "us.example", Tls = tls };

    public static ReversePath Sender => new(EmailAddress.Parse("ada@us.example"));

    public static EmailAddress[] Recipients(params string[] addresses) =>
        [.. addresses.Select(EmailAddress.Parse)];

    public static Envelope Envelope(params string[] recipients) =>
        Core.Envelopes.Envelope.Plain(Sender, Recipients(recipients.Length == 0 ? ["bob@them.example"] : recipients));

    public static MemoryMessageBody Body(string text = "Subject: x\r\n\r\nHello\r\n") =>
        new(Encoding.UTF8.GetBytes(text));

    public static SmtpTarget Target(ScriptedPeer peer, PeerVerification? expected = null) =>
        new(peer.Endpoint, "mx.example", expected);

    public static async Task<SmtpConnection> ConnectAsync(
        ScriptedPeer peer, SmtpClientOptions? options = null, TimeProvider? clock = null,
        PeerVerification? expected = null) =>
        Assert.IsType<ConnectOutcome.Connected>(await SmtpConnection.ConnectAsync(
            Target(peer, expected), options ?? Options(), clock ?? TimeProvider.System,
            TestContext.Current.CancellationToken)).Connection;
}
