using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Topology;
using Causeway.Smtp.Client;
using Causeway.Transport.Receiving;

namespace Causeway.Lab;

/// <summary>Plays the lab's people: strangers of the Internet, and users who submit mail at their own site.</summary>
internal static class LabClient
{
    /// <summary>
    /// Sends as the sender would: our users by submission at their site, others by the first site of inbound, or where
    /// that is down by their own server, which keeps the message; or, where a site is named, straight to it. Null where
    /// it was accepted, else what was said instead.
    /// </summary>
    public static async Task<string?> SendAsync(
        LabSystem lab, EmailAddress sender, Place? at, ImmutableArray<EmailAddress> recipients, LabMessage message,
        CancellationToken ct)
    {
        var organization = lab.Topology.Organization;
        var isOurs = lab.Topology.Recipients.Find(sender) is not null;
        var site = at?.Site ?? (isOurs ? lab.Topology.Recipients.Find(sender)!.Site : null)
            ?? organization.FirstInbound!.Value;
        if (!isOurs && !lab.Sites.ContainsKey(site))
        {
            var own = lab.Sites[lab.OutsideSite];
            return await OwnMail.SubmitAsync(
                own.Service, own.Tenants.First, new ReversePath(sender), recipients, message.Octets, ct)
                .ConfigureAwait(false) ? null : $"the sender's own server knows no way to {recipients[0]}";
        }

        var connection = isOurs
            ? await SignInAsync(organization[site], sender, ct).ConfigureAwait(false)
            : await ConnectAsync(organization[site].Listen[0], LabHosts.Stranger, "s101.lab.example", ct)
                .ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var result = await connection.SendAsync(
                Envelope.Plain(new ReversePath(sender), recipients), new MemoryMessageBody(message.Octets), ct)
                .ConfigureAwait(false);
            var refused = Enumerable.Range(0, recipients.Length).Select(result.OutcomeOf)
                .FirstOrDefault(reply => !reply.IsPositive);
            return refused?.ToString();
        }
    }

    /// <summary>What a site answers to one recipient.</summary>
    public static async Task<SmtpReply> ProbeAsync(
        SmtpTarget target, SmtpClientOptions client, ReversePath from, EmailAddress to, CancellationToken ct) =>
        await SendAsync(
            target, client, from, to, "Subject: a probe of the lab\r\n\r\nNobody should read this.\r\n"u8.ToArray(),
            ct).ConfigureAwait(false);

    /// <summary>What a site answers to one message for one recipient.</summary>
    public static async Task<SmtpReply> SendAsync(
        SmtpTarget target, SmtpClientOptions client, ReversePath from, EmailAddress to, ReadOnlyMemory<byte> message,
        CancellationToken ct)
    {
        var connection = await ConnectAsync(target, client, ct).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var result = await connection.SendAsync(
                Envelope.Plain(from, [to]), new MemoryMessageBody(message), ct).ConfigureAwait(false);
            return result.OutcomeOf(0);
        }
    }

    public static SmtpClientOptions Stranger(IPAddress source, string name) =>
        new() { EhloName = name, Tls = TlsLevel.Opportunistic, Source = source };

    private static async Task<SmtpConnection> SignInAsync(Site site, EmailAddress user, CancellationToken ct)
    {
        // The cloud's people use STARTTLS, the office's implicit TLS, so that both ports are tried.
        var usesImplicitTls = site.Kind == SiteKind.OnPremises;
        var endpoint = usesImplicitTls ? site.Submissions[0] : site.Submission[0];
        var client = new SmtpClientOptions
        {
            EhloName = "client.contoso.example", Tls = TlsLevel.Opportunistic, UsesImplicitTls = usesImplicitTls,
        };
        var connection = await ConnectAsync(new SmtpTarget(endpoint, site.Host), client, ct).ConfigureAwait(false);
        var reply = await connection.AuthenticateAsync(user.ToString(), LabHosts.Password, ct).ConfigureAwait(false);
        if (!reply.IsPositive)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"{user} could not sign in at {site.Name}: {reply}");
        }

        return connection;
    }

    private static Task<SmtpConnection> ConnectAsync(
        IPEndPoint endpoint, IPAddress source, string name, CancellationToken ct) =>
        ConnectAsync(new SmtpTarget(endpoint, endpoint.Address.ToString()), Stranger(source, name), ct);

    private static async Task<SmtpConnection> ConnectAsync(
        SmtpTarget target, SmtpClientOptions client, CancellationToken ct) =>
        await SmtpConnection.ConnectAsync(target, client, TimeProvider.System, ct).ConfigureAwait(false) switch
        {
            ConnectOutcome.Connected connected => connected.Connection,
            ConnectOutcome.NotConnected refused =>
                throw new IOException($"{target.Endpoint} answered {refused.Reply} ({refused.Detail})"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
