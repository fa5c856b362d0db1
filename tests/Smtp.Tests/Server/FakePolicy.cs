using System.Buffers;
using System.Text;
using Causeway.Core.Replies;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Tests.Server;

/// <summary>
/// A policy that accepts all, except what its addresses say: a local part <c>refused</c> gets 550, <c>fault</c> throws.
/// It records each call.
/// </summary>
internal sealed class FakePolicy : ISmtpService
{
    public static readonly SmtpReply No = SmtpReply.Of(550, "5.7.1", "Refused by the policy");

    public List<string> Calls { get; } = [];

    public List<string> Stored { get; } = [];

    public MailCommand? Mail { get; private set; }

    public List<RcptCommand> Rcpts { get; } = [];

    public TlsFacts? Tls { get; private set; }

    public SmtpReply? Greeting { get; init; }

    public SmtpReply? DataRefusal { get; init; }

    public bool FailsInData { get; init; }

    /// <summary>Awaited before a message is complete.</summary>
    public Task Durable { get; init; } = Task.CompletedTask;

    public IEnumerable<string> Refusals => Calls.Where(call => call.StartsWith("refused ", StringComparison.Ordinal));

    /// <summary>Who connected, in order.</summary>
    public List<SmtpPeer> Peers { get; } = [];

    public ISmtpSession Open(SmtpPeer peer)
    {
        lock (Calls)
        {
            Peers.Add(peer);
        }

        return new Session(this);
    }

    private void Record(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }

    private static SmtpReply? Verdict(string? localPart) => localPart switch
    {
        "refused" => No,
        "full" => ReplyTable.For(Reason.InsufficientStorage),
        "fault" => throw new InvalidOperationException("The directory is away."),
        _ => null,
    };

    private sealed class Session(FakePolicy policy) : ISmtpSession
    {
        public ValueTask<SmtpReply?> ConnectedAsync(CancellationToken ct) => ValueTask.FromResult(policy.Greeting);

        public void TlsStarted(TlsFacts tls)
        {
            policy.Tls = tls;
            policy.Record("tls");
        }

        public void Greeted(string helo, bool extended) => policy.Record($"{(extended ? "ehlo" : "helo")} {helo}");

        public ValueTask<SmtpReply?> AuthenticateAsync(string user, string password, CancellationToken ct)
        {
            policy.Record($"auth {user}");
            var isKnown = user == "ada" && password == "secret";
            return ValueTask.FromResult(isKnown ? null : ReplyTable.For(Reason.AuthenticationFailed));
        }

        // A salt of RFC 7677 section 3; the proof of 32 times 1 is good.
        public ValueTask<(ScramStart? Start, SmtpReply? Refusal)> BeginScramAsync(string user, CancellationToken ct) =>
            user == "fault" ? throw new InvalidOperationException("The directory is away.")
            : ValueTask.FromResult<(ScramStart?, SmtpReply?)>((new ScramStart("W22ZaJ0SNY7soEsUEjb6gQ==", 4096), null));

        public ValueTask<(byte[]? Signature, SmtpReply? Refusal)> EndScramAsync(
            ScramProof proof, CancellationToken ct)
        {
            policy.Record($"scram {proof.User} {Encoding.UTF8.GetString(proof.AuthMessage)}");
            return ValueTask.FromResult<(byte[]?, SmtpReply?)>(Array.TrueForAll(proof.Proof, octet => octet == 1)
                ? ([9, 9], null)
                : (null, ReplyTable.For(Reason.AuthenticationFailed)));
        }

        public void ScramEnded() => policy.Record("signed in");

        public ValueTask<SmtpReply?> MailAsync(MailCommand mail, CancellationToken ct)
        {
            policy.Mail = mail;
            policy.Record($"mail <{mail.ReversePath}>");
            return ValueTask.FromResult(Verdict(mail.ReversePath.Address?.LocalPart));
        }

        public ValueTask<SmtpReply?> RecipientAsync(RcptCommand rcpt, CancellationToken ct)
        {
            policy.Rcpts.Add(rcpt);
            policy.Record($"rcpt <{rcpt.ForwardPath}>");
            return ValueTask.FromResult(Verdict(rcpt.ForwardPath.Address?.LocalPart));
        }

        public ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> DataAsync(CancellationToken ct) =>
            ValueTask.FromResult<(IMessageSink?, SmtpReply?)>(
                policy.DataRefusal is { } refusal ? (null, refusal) : (new Sink(policy), null));

        public void Reset() => policy.Record("reset");

        public void Refused(string command, SmtpReply reply) => policy.Record($"refused {command} {reply.Code}");

        public ValueTask DisposeAsync()
        {
            policy.Record("closed");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Sink(FakePolicy policy) : IMessageSink
    {
        private readonly StringBuilder content = new();
        private bool isComplete;

        public ValueTask WriteAsync(ReadOnlySequence<byte> octets, CancellationToken ct)
        {
            content.Append(Encoding.Latin1.GetString(octets));
            return policy.FailsInData ? throw new IOException("The disk is full.") : ValueTask.CompletedTask;
        }

        public async ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
        {
            await policy.Durable;
            policy.Stored.Add(content.ToString());
            isComplete = true;
            return SmtpReply.Of(250, "2.0.0", "Stored");
        }

        public ValueTask DisposeAsync()
        {
            if (!isComplete)
            {
                policy.Record("abandoned");
            }

            return ValueTask.CompletedTask;
        }
    }
}
