using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;
using Causeway.Transport.Identity;
using Causeway.Transport.Submission;

namespace Causeway.Transport.Receiving;

/// <summary>
/// One connection at a site: who the peer is, and what the doors answer. Attribution begins anew after STARTTLS, since
/// the certificate comes with it.
/// </summary>
internal sealed class SiteSession(SiteService service, SmtpPeer peer) : ISmtpSession
{
    private readonly List<EnvelopeRecipient> recipients = [];
    private readonly List<Task> recordings = [];
    private TlsFacts? tls;
    private string helo = "";
    private bool isExtended;
    private SignedIn? signedIn;
    private (Tenant? Tenant, Origin Origin)? attribution;
    private SignedIn? proved;
    private object generation = service.Tenants.Generation;
    private Tenant? tenant;
    private MailCommand mail = new(ReversePath.Null);
    private string traceId = service.TraceIds.Next();
    private int messages;
    private int refusals;
    private int written;
    private bool? isWritten;
    private SessionOpened? unwritten;

    // Whose the connection is: of the user, or of the site that proves itself; of nobody for a stranger.
    private (Tenant? Tenant, Origin Origin) Attribution => attribution ??= User is { } name
        ? (service.Tenants.Of(name.Domain) ?? service.Tenants.First, new Origin.Submission(name))
        : service.Tenants.Attribute(peer.Remote.Address, tls?.ClientCertificate, service.Clock);

    private Origin Origin => Attribution.Origin;

    private EmailAddress? User => signedIn?.User;

    // The organization's own mail is refused last.
    private bool IsUnderPressure => service.Spool.Pressure.Level switch
    {
        PressureLevel.None => false,
        PressureLevel.Strangers => Origin is not (Origin.FromSite or Origin.Submission),
        _ => true,
    };

    public ValueTask<SmtpReply?> ConnectedAsync(CancellationToken ct)
    {
        var opened = new SessionOpened { At = service.Clock.GetUtcNow(), Address = peer.Remote.ToString() };
        isWritten = service.Sampler.MayWriteSession(peer.Remote.Address);
        if (isWritten == true)
        {
            Record(opened);
        }
        else
        {
            unwritten = opened;
        }

        return ValueTask.FromResult<SmtpReply?>(null);
    }

    public void TlsStarted(TlsFacts tls)
    {
        this.tls = tls;
        attribution = null;
        signedIn = null;
        helo = "";
        Reset();
    }

    public void Greeted(string helo, bool extended)
    {
        this.helo = helo;
        isExtended = extended;
    }

    public async ValueTask<SmtpReply?> AuthenticateAsync(string user, string password, CancellationToken ct)
    {
        (var found, var refusal) = await service.SignIns.ByPasswordAsync(peer.Remote.Address, user, password, ct)
            .ConfigureAwait(false);
        SignIn(found);
        return await Answer("AUTH", refusal).ConfigureAwait(false);
    }

    public ValueTask<(ScramStart? Start, SmtpReply? Refusal)> BeginScramAsync(string user, CancellationToken ct) =>
        ValueTask.FromResult<(ScramStart?, SmtpReply?)>((service.SignIns.BeginScram(user), null));

    public async ValueTask<(byte[]? Signature, SmtpReply? Refusal)> EndScramAsync(
        ScramProof proof, CancellationToken ct)
    {
        (proved, var refusal) = service.SignIns.ByProof(peer.Remote.Address, proof);
        return (proved?.By.Keys.Sign(proof.AuthMessage), await Answer("AUTH", refusal).ConfigureAwait(false));
    }

    public void ScramEnded() => SignIn(proved);

    public async ValueTask<SmtpReply?> MailAsync(MailCommand mail, CancellationToken ct)
    {
        if (peer.Kind != ListenerKind.Mta)
        {
            // What was sent before a restart counts, and is read from the log.
            await service.Sending.Loaded.WaitAsync(ct).ConfigureAwait(false);
        }

        traceId = service.TraceIds.Next();
        this.mail = mail;

        // Who the peer is holds for one transaction: the file may have changed since.
        if (generation != service.Tenants.Generation)
        {
            generation = service.Tenants.Generation;
            attribution = null;
        }

        if (IsUnderPressure)
        {
            return Say("MAIL", ReplyTable.For(Reason.InsufficientStorage));
        }

        if (peer.Kind == ListenerKind.Mta)
        {
            return null;
        }

        // A password that was changed or removed ends what was begun with it.
        if (signedIn is not null && !service.SignIns.IsStillGood(signedIn))
        {
            signedIn = null;
            attribution = null;
        }

        // RFC 6409 section 4.3: a submission server may insist on authentication; this one does.
        if (User is not { } name)
        {
            return Say("MAIL", ReplyTable.For(Reason.AuthenticationRequired));
        }

        var snapshot = Attribution.Tenant!.Snapshot;
        return !Ownership.Owns(snapshot.Recipients, name, mail.ReversePath)
            ? Say("MAIL", ReplyTable.For(Reason.SenderNotOwned))
            : snapshot.IsUnproved(mail.ReversePath.Address!.Value.Domain)
            ? Say("MAIL", ReplyTable.For(Reason.SenderDomainNotVerified))
            : LimitRefusal("MAIL", 1, null);
    }

    public async ValueTask<SmtpReply?> RecipientAsync(RcptCommand rcpt, CancellationToken ct)
    {
        var own = Attribution.Tenant ?? service.Tenants.First;

        // RFC 5321 section 4.5.1: <postmaster> without a domain is the postmaster of this server.
        var recipient = rcpt.ForwardPath.At(own.Organization.Domains[0].Name);
        var meant = Attribution.Tenant ?? service.Tenants.Of(recipient.Domain) ?? own;
        if (recipients.Count > 0 && meant.Organization.Name != tenant!.Organization.Name)
        {
            var another = ReplyTable.For(Reason.AnotherOrganization);
            Refuse("RCPT", another, recipient.ToString(), null, $"The message is for {tenant.Organization.Name}.");
            return another;
        }

        if (service.CallAhead is { } ahead)
        {
            await ahead.AskAsync(meant, Origin, mail.ReversePath, recipient, ct).ConfigureAwait(false);
        }

        var decision = Router.Route(
            meant.Snapshot, meant.Here.Name, Origin, mail.ReversePath, recipient, ServedMarks.None);
        if (decision.Refusal is { } hop)
        {
            Refuse("RCPT", hop.Reply!, recipient.ToString(), hop.Rule, hop.Why);
            return hop.Reply;
        }

        if (Origin is Origin.Stranger && PartnerRefusal(meant) is { } unproved)
        {
            Refuse("RCPT", unproved, recipient.ToString(), null, "The sender's domain is a partner's.");
            return unproved;
        }

        if (mail.Size is { } size && service.Limits.Refuse(meant.Organization.Name, [decision], size))
        {
            var tooLarge = ReplyTable.For(Reason.MessageTooLarge);
            Refuse("RCPT", tooLarge, recipient.ToString(), null, "The next site takes no message of this size.");
            return tooLarge;
        }

        if (LimitRefusal("RCPT", recipients.Count + 1, recipient.ToString()) is { } tooMany)
        {
            return tooMany;
        }

        tenant = meant;
        recipients.Add(new EnvelopeRecipient(recipient, rcpt.Notify, rcpt.OriginalRecipient));
        return null;
    }

    public ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> DataAsync(CancellationToken ct)
    {
        var snapshot = tenant!.Snapshot;
        var message = new Incoming
        {
            Snapshot = snapshot,
            Here = snapshot.Organization[tenant.Here.Name],
            Key = tenant.Identity.TraceKey,
            Keys = tenant.Keys,
            Arrival = new Arrival(peer.Remote, helo, isExtended, Tls),
            Origin = Origin,
            Envelope = new Envelope(mail.ReversePath, [.. recipients])
            {
                EnvelopeId = mail.EnvelopeId, Return = mail.Return, NeedsUtf8 = mail.NeedsUtf8,
            },
            Header = HeaderBlock.Scan(default),
            QueueId = service.QueueIds.Next(),
            TraceId = traceId,
            At = service.Clock.GetUtcNow(),
        };
        return ValueTask.FromResult<(IMessageSink?, SmtpReply?)>((new SpoolSink(service, this, message), null));
    }

    public void Reset()
    {
        mail = new MailCommand(ReversePath.Null);
        recipients.Clear();
    }

    public void Refused(string command, SmtpReply reply) => Refuse(command, reply, null, null, null);

    public async ValueTask DisposeAsync()
    {
        RecordClosed();
        await Task.WhenAll(recordings).ConfigureAwait(false);
    }

    internal Peer Facts() => new(
        peer.Remote.ToString(), (Origin as Origin.FromSite)?.Site.Value, User?.ToString(), Tls);

    internal void Accepted() => messages++;

    internal void Refuse(
        string command, SmtpReply reply, string? recipient, string? rule, string? why, string? messageId = null,
        string? trace = null)
    {
        refusals++;
        if (!service.Sampler.MayWriteRefusal(peer.Remote.Address, reply))
        {
            return;
        }

        written++;
        Record(new Refused
        {
            At = service.Clock.GetUtcNow(),
            TraceId = trace ?? traceId,
            Peer = Facts(),
            Command = command,
            From = mail.ReversePath.ToString(),
            Recipient = recipient,
            MessageId = messageId,
            Reply = reply.ToString(),
            Rule = rule,
            Reason = why,
        });
    }

    private void SignIn(SignedIn? who)
    {
        signedIn = who;
        attribution = null;
    }

    private string? Tls => tls is null ? null : $"{Version(tls)} {tls.CipherSuite}";

    private static string Version(TlsFacts tls) =>
        tls.Protocol == System.Security.Authentication.SslProtocols.Tls13 ? "TLS1.3" : "TLS1.2";

    // A connection too many to be written at once is written after all where it did something that is.
    private void RecordClosed()
    {
        // Where the server turned it away before a greeting, nobody asked yet.
        isWritten ??= service.Sampler.MayWriteSession(peer.Remote.Address);
        if (isWritten == true || messages + written > 0)
        {
            if (unwritten is not null)
            {
                Record(unwritten);
            }

            Record(new SessionClosed
            {
                At = service.Clock.GetUtcNow(), Peer = Facts(), Messages = messages, Refusals = refusals,
            });
        }
        else
        {
            service.Sampler.CountSession(peer.Remote.Address);
        }
    }

    // What a user has sent already, and this message to so many.
    private SmtpReply? LimitRefusal(string command, int recipients, string? recipient)
    {
        if (Origin is not Origin.Submission { User: var sender }
            || service.Sending.Refusal(Attribution.Tenant!, sender, recipients) is not var (limit, why))
        {
            return null;
        }

        var reply = ReplyTable.For(limit);
        Refuse(command, reply, recipient, null, why);
        return reply;
    }

    // What a file asks of a partner's mail, where the Internet's mail comes in.
    private SmtpReply? PartnerRefusal(Tenant meant)
    {
        if (mail.ReversePath.Address is not { Domain: var domain }
            || meant.Organization.Partner(domain) is not { } partner)
        {
            return null;
        }

        if (tls is null)
        {
            return ReplyTable.For(Reason.PartnerNeedsTls);
        }

        var proof = PeerProof.Of(
            peer.Remote.Address, tls.ClientCertificate, meant.Identity.Authority, service.Clock).Certificate;
        return partner.Certificate is not { } name || (proof is not null && Core.Routing.Attribution.Bears(proof, name))
            ? null
            : ReplyTable.For(Reason.PartnerNotProved);
    }

    // A refusal is answered without waiting for its fact; the session waits for all of them at its end.
    private void Record(Fact fact)
    {
        var recording = service.Spool.RecordAsync(fact, Durability.Queued, CancellationToken.None);
        if (!recording.IsCompletedSuccessfully)
        {
            recordings.Add(recording.AsTask());
        }
    }

    private ValueTask<SmtpReply?> Answer(string command, SmtpReply? refusal) =>
        ValueTask.FromResult(refusal is null ? null : Say(command, refusal));

    private SmtpReply Say(string command, SmtpReply refusal)
    {
        Refuse(command, refusal, null, null, null);
        return refusal;
    }
}
