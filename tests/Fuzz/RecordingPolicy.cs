using System.Buffers;
using Causeway.Core.Replies;
using Causeway.Smtp.Server;
using Causeway.Smtp.Wire;

namespace Causeway.Fuzz;

/// <summary>
/// Accepts all but the local parts <c>refused</c> and <c>fault</c>, keeps what was stored, and checks what it is told.
/// </summary>
internal sealed class RecordingPolicy : ISmtpService
{
    public const string Refusal = "Refused by the policy";

    public List<byte[]> Stored { get; } = [];

    public string? Fault { get; private set; }

    public ISmtpSession Open(SmtpPeer peer) => new Session(this);

    private SmtpReply? Answer(string? localPart, params string?[] told)
    {
        if (told.Any(text => text is not null && text.Any(char.IsControl)))
        {
            Fault ??= "the policy was told of a control character";
        }

        return localPart switch
        {
            "refused" => SmtpReply.Of(550, "5.7.1", Refusal),
            "fault" => throw new OnPurposeException(),
            _ => null,
        };
    }

    internal sealed class OnPurposeException : Exception;

    private sealed class Session(RecordingPolicy policy) : ISmtpSession
    {
        public ValueTask<SmtpReply?> ConnectedAsync(CancellationToken ct) => ValueTask.FromResult<SmtpReply?>(null);

        public void TlsStarted(TlsFacts tls)
        {
        }

        public void Greeted(string helo, bool extended) => policy.Answer(null, helo);

        public ValueTask<SmtpReply?> AuthenticateAsync(string user, string password, CancellationToken ct) =>
            ValueTask.FromResult<SmtpReply?>(ReplyTable.For(Reason.AuthenticationFailed));

        public ValueTask<(ScramStart? Start, SmtpReply? Refusal)> BeginScramAsync(string user, CancellationToken ct) =>
            ValueTask.FromResult<(ScramStart?, SmtpReply?)>((new ScramStart("W22ZaJ0SNY7soEsUEjb6gQ==", 4096), null));

        public ValueTask<(byte[]? Signature, SmtpReply? Refusal)> EndScramAsync(
            ScramProof proof, CancellationToken ct) =>
            ValueTask.FromResult<(byte[]?, SmtpReply?)>((null, ReplyTable.For(Reason.AuthenticationFailed)));

        public void ScramEnded() => policy.Fault ??= "nobody can sign in";

        public ValueTask<SmtpReply?> MailAsync(MailCommand mail, CancellationToken ct) => ValueTask.FromResult(
            policy.Answer(mail.ReversePath.Address?.LocalPart, mail.ReversePath.ToString(), mail.EnvelopeId));

        public ValueTask<SmtpReply?> RecipientAsync(RcptCommand rcpt, CancellationToken ct) => ValueTask.FromResult(
            policy.Answer(rcpt.ForwardPath.Address?.LocalPart, rcpt.ForwardPath.ToString(), rcpt.OriginalRecipient));

        public ValueTask<(IMessageSink? Sink, SmtpReply? Refusal)> DataAsync(CancellationToken ct) =>
            ValueTask.FromResult<(IMessageSink?, SmtpReply?)>((new Sink(policy), null));

        public void Reset()
        {
        }

        public void Refused(string command, SmtpReply reply) => policy.Answer(null, command);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Sink(RecordingPolicy policy) : IMessageSink
    {
        private readonly ArrayBufferWriter<byte> content = new();
        private bool isOver;

        public ValueTask WriteAsync(ReadOnlySequence<byte> octets, CancellationToken ct)
        {
            foreach (var stretch in octets)
            {
                content.Write(stretch.Span);
            }

            policy.Fault ??= isOver ? "a sink was written to behind its end" : null;
            return ValueTask.CompletedTask;
        }

        public ValueTask<SmtpReply> CompleteAsync(CancellationToken ct)
        {
            policy.Fault ??= isOver ? "a sink was completed behind its end" : null;
            policy.Stored.Add(content.WrittenSpan.ToArray());
            return ValueTask.FromResult(SmtpReply.Of(250, "2.0.0", "Stored"));
        }

        public ValueTask DisposeAsync()
        {
            isOver = true;
            return ValueTask.CompletedTask;
        }
    }
}
