using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using static Causeway.Smtp.Client.ConnectOutcome;

namespace Causeway.Smtp.Client;

/// <summary>Opens a session: greeting, EHLO, STARTTLS, EHLO again (RFC 5321 section 3.1, RFC 3207 section 4).</summary>
internal sealed class SmtpConnector
{
    private readonly SmtpTarget target;
    private readonly SmtpClientOptions options;
    private readonly TimeProvider clock;
    private string? certificateFault;
    private SmtpReply? greeted;

    public SmtpConnector(SmtpTarget target, SmtpClientOptions options, TimeProvider clock)
    {
        if (options.Tls is TlsLevel.Verified or TlsLevel.Mutual)
        {
            ArgumentNullException.ThrowIfNull(target.Expected);
        }

        if (options.Tls == TlsLevel.Mutual)
        {
            ArgumentNullException.ThrowIfNull(options.ClientCertificate);
        }

        if (options.UsesImplicitTls && options.Tls == TlsLevel.None)
        {
            throw new ArgumentException("Implicit TLS is no TLS level None.", nameof(options));
        }

        this.target = target;
        this.options = options;
        this.clock = clock;
    }

    public async ValueTask<ConnectOutcome> ConnectAsync(CancellationToken cancellationToken) =>
        await OpenAsync(options.Tls, cancellationToken).ConfigureAwait(false)
        // RFC 7435 section 3: encryption that nobody demanded must not cost the message; so in clear, all anew.
        ?? await OpenAsync(TlsLevel.None, cancellationToken).ConfigureAwait(false)
        ?? throw new UnreachableException();

    // Null where opportunistic TLS came to nothing, and the octets on the connection with it.
    private async ValueTask<ConnectOutcome?> OpenAsync(TlsLevel level, CancellationToken cancellationToken)
    {
        var channel = await SmtpChannel.ConnectAsync(
            target.Endpoint, options.Source, options.Limits.Connect, clock, cancellationToken).ConfigureAwait(false);
        ConnectOutcome? outcome = null;
        try
        {
            outcome = await NegotiateAsync(channel, level, cancellationToken).ConfigureAwait(false);
            return outcome;
        }
        finally
        {
            if (outcome is not Connected)
            {
                await channel.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ConnectOutcome?> NegotiateAsync(
        SmtpChannel channel, TlsLevel level, CancellationToken cancellationToken)
    {
        if (options.UsesImplicitTls
            && await SecureAsync(channel, level, cancellationToken).ConfigureAwait(false) is { } noHandshake)
        {
            return noHandshake;
        }

        var greeting = await channel.ReadReplyAsync(options.Limits.Greeting, cancellationToken).ConfigureAwait(false);
        if (greeting.Code / 100 != 2)
        {
            return Refused(greeting, "greeting");
        }

        greeted = greeting.ToReply();
        var (extensions, refusal) = await HelloAsync(channel, cancellationToken).ConfigureAwait(false);
        if (refusal is not null || level == TlsLevel.None || options.UsesImplicitTls)
        {
            return refusal ?? Standing(channel, extensions);
        }

        return extensions.StartTls
            ? await StartTlsAsync(channel, extensions, level, cancellationToken).ConfigureAwait(false)
            : level == TlsLevel.Opportunistic
                ? Standing(channel, extensions)
                : OurRefusal(Reason.TlsRequired, "STARTTLS is not offered.");
    }

    private async ValueTask<ConnectOutcome?> StartTlsAsync(
        SmtpChannel channel, SmtpExtensions extensions, TlsLevel level, CancellationToken cancellationToken)
    {
        var reply = await channel.CommandAsync("STARTTLS", options.Limits.Command, cancellationToken)
            .ConfigureAwait(false);
        if (reply.Code / 100 != 2)
        {
            return reply.Code == 421 ? Refused(reply, "STARTTLS")
                : level == TlsLevel.Opportunistic ? Standing(channel, extensions)
                : OurRefusal(Reason.TlsRequired, $"STARTTLS was answered with {reply.ToReply()}.");
        }

        // RFC 3207 section 4.2: what was said in clear must not be taken for something said in TLS. An honest server is
        // silent until the client's hello, so octets here are an injection.
        if (channel.HasBufferedInput())
        {
            throw new SmtpConnectionBrokenException(
                "The peer broke the protocol: clear text behind the 220 to STARTTLS.");
        }

        ConnectOutcome? noHandshake;
        try
        {
            noHandshake = await SecureAsync(channel, level, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpConnectionBrokenException) when (level == TlsLevel.Opportunistic)
        {
            return null;
        }

        if (noHandshake is not null)
        {
            return level == TlsLevel.Opportunistic ? null : noHandshake;
        }

        var (secured, refusal) = await HelloAsync(channel, cancellationToken).ConfigureAwait(false);
        return refusal ?? Standing(channel, secured);
    }

    private async ValueTask<(SmtpExtensions, ConnectOutcome?)> HelloAsync(
        SmtpChannel channel, CancellationToken cancellationToken)
    {
        var reply = await channel.CommandAsync($"EHLO {options.EhloName}", options.Limits.Command, cancellationToken)
            .ConfigureAwait(false);
        if (reply.Code / 100 == 2)
        {
            return (SmtpExtensions.Parse(reply.Lines.Skip(1)), null);
        }

        // RFC 5321 section 3.2: a server that does not know EHLO answers 5xx and gets HELO.
        if (reply.Code / 100 == 5)
        {
            reply = await channel.CommandAsync($"HELO {options.EhloName}", options.Limits.Command, cancellationToken)
                .ConfigureAwait(false);
        }

        return (SmtpExtensions.None, reply.Code / 100 == 2 ? null : Refused(reply, "EHLO"));
    }

    private async ValueTask<ConnectOutcome?> SecureAsync(
        SmtpChannel channel, TlsLevel level, CancellationToken cancellationToken)
    {
        var tls = new SslClientAuthenticationOptions
        {
            TargetHost = target.HostName,
            RemoteCertificateValidationCallback = CallbackFor(level),
            ClientCertificateContext = level == TlsLevel.Mutual ? options.ClientCertificate : null,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,

            // A resumed session shows no certificate anew; where identity counts, each connection proves it.
            AllowTlsResume = level == TlsLevel.Opportunistic,
        };
        try
        {
            await channel.SecureAsync(tls, options.Limits.Handshake, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (AuthenticationException fault)
        {
            return certificateFault is not null
                ? OurRefusal(Reason.PeerNotVerified, certificateFault)
                : OurRefusal(Reason.TlsRequired, $"The TLS handshake failed: {fault.Message}");
        }
    }

    [SuppressMessage("Security", "CA5359:Do not disable certificate validation",
        Justification = "Opportunistic TLS authenticates nobody (RFC 7435 section 3); Verified and Mutual do.")]
    private RemoteCertificateValidationCallback CallbackFor(TlsLevel level) => level == TlsLevel.Opportunistic
        // RFC 7435 section 3: encryption without authentication still defeats whoever only listens. The one callback
        // that accepts everything.
        ? static (_, _, _, _) => true
        : (_, certificate, chain, errors) => (certificateFault = target.Expected!.FaultOf(
            certificate as X509Certificate2, chain, errors, clock.GetUtcNow())) is null;

    private Connected Standing(SmtpChannel channel, SmtpExtensions extensions) =>
        new(new SmtpConnection(channel, extensions, options.Limits, greeted));

    private NotConnected OurRefusal(Reason reason, string detail) =>
        new(reason, ReplyTable.For(reason), $"{target.HostName}: {detail}");

    private NotConnected Refused(WireReply reply, string where) =>
        new(null, reply.ToReply(), $"{target.HostName} refused at {where}.");
}
