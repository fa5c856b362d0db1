using Causeway.Core.Replies;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Server;

/// <summary>
/// The replies that the protocol itself calls for; those with a reason of ours stand in Core's table.
/// </summary>
internal static class ProtocolReplies
{
    public static readonly SmtpReply Bye = SmtpReply.Of(221, "2.0.0", "Bye");
    public static readonly SmtpReply Ok = SmtpReply.Of(250, "2.0.0", "OK");
    public static readonly SmtpReply SenderOk = SmtpReply.Of(250, "2.1.0", "Sender OK");
    public static readonly SmtpReply RecipientOk = SmtpReply.Of(250, "2.1.5", "Recipient OK");
    public static readonly SmtpReply ChunkOk = SmtpReply.Of(250, "2.0.0", "Chunk received");
    public static readonly SmtpReply StartMail = new(354, null, "End the message with a line that holds a single dot");
    public static readonly SmtpReply ReadyForTls = SmtpReply.Of(220, "2.0.0", "Ready to start TLS");
    public static readonly SmtpReply Authenticated = SmtpReply.Of(235, "2.7.0", "Authentication successful");
    public static readonly SmtpReply AskForResponse = new(334, null, "");
    public static readonly SmtpReply AskForUser = new(334, null, "VXNlcm5hbWU6");
    public static readonly SmtpReply AskForPassword = new(334, null, "UGFzc3dvcmQ6");
    public static readonly SmtpReply Help = SmtpReply.Of(214, "2.0.0",
        "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY HELP STARTTLS AUTH; see RFC 5321");

    // RFC 5321 section 3.5.3: 252 says that the address was not looked up, which tells harvesters nothing.
    public static readonly SmtpReply CannotVerify = SmtpReply.Of(252, "2.1.5", "Send mail and it will be tried");

    public static readonly SmtpReply LocalFaultAtClose =
        SmtpReply.Of(421, "4.3.0", "A local fault; closing the connection");
    public static readonly SmtpReply NoTlsNow = SmtpReply.Of(454, "4.7.0", "TLS is not available at this moment");
    public static readonly SmtpReply HandshakeFailed = SmtpReply.Of(454, "4.7.0", "The TLS handshake failed");

    public static readonly SmtpReply UnknownCommand = SmtpReply.Of(500, "5.5.1", "Unknown command");
    public static readonly SmtpReply LineTooLong = SmtpReply.Of(500, "5.5.2", "Line too long");
    public static readonly SmtpReply BareLineEnd = SmtpReply.Of(500, "5.5.2",
        "Bare CR or LF: lines end in CRLF; everything up to the next CRLF is ignored");

    public static readonly SmtpReply AuthLineTooLong =
        SmtpReply.Of(500, "5.5.6", "Authentication exchange line is too long");
    public static readonly SmtpReply BadPlainMessage = SmtpReply.Of(501, "5.5.2", "Not a PLAIN response (RFC 4616)");
    public static readonly SmtpReply BadScramMessage =
        SmtpReply.Of(501, "5.5.2", "Not a SCRAM message, or of another exchange (RFC 5802)");

    public static readonly SmtpReply NotImplemented = SmtpReply.Of(502, "5.5.1", "Command not implemented");
    public static readonly SmtpReply NotOfferedHere = SmtpReply.Of(502, "5.5.1", "Not offered on this port");
    public static readonly SmtpReply HelloFirst = SmtpReply.Of(503, "5.5.1", "Send EHLO or HELO first");
    public static readonly SmtpReply MailFirst = SmtpReply.Of(503, "5.5.1", "Send MAIL first");
    public static readonly SmtpReply RecipientFirst =
        SmtpReply.Of(503, "5.5.1", "Send RCPT first; no recipient was accepted");
    public static readonly SmtpReply MailTwice =
        SmtpReply.Of(503, "5.5.1", "A transaction is open; send RSET to end it");
    public static readonly SmtpReply ChunksOnly =
        SmtpReply.Of(503, "5.5.1", "BDAT has begun; send the next chunk, or RSET to end the transaction");
    public static readonly SmtpReply AlreadyAuthenticated = SmtpReply.Of(503, "5.5.1", "Already authenticated");
    public static readonly SmtpReply TlsIsActive = SmtpReply.Of(503, "5.5.1", "TLS is already active");

    public static SmtpReply For(SyntaxFault fault) => fault switch
    {
        SyntaxFault.Argument => BadArgument,
        SyntaxFault.HostName => BadHostName,
        SyntaxFault.ReversePath => BadReversePath,
        SyntaxFault.ForwardPath => BadForwardPath,
        SyntaxFault.NonAsciiAddress => NonAsciiAddress,
        SyntaxFault.UnknownParameter => UnknownParameter,
        SyntaxFault.ParameterValue => BadParameterValue,
        SyntaxFault.Base64 => BadBase64,
        SyntaxFault.UnknownMechanism => UnknownMechanism,
        SyntaxFault.Cancelled => Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No reply for this fault."),
    };

    private static readonly SmtpReply BadArgument = SmtpReply.Of(501, "5.5.4", "Syntax error in the argument");
    private static readonly SmtpReply BadHostName = SmtpReply.Of(501, "5.5.4", "Write: EHLO host.name");
    private static readonly SmtpReply BadReversePath = SmtpReply.Of(501, "5.1.7", "Write: MAIL FROM:<local@domain>");
    private static readonly SmtpReply BadForwardPath = SmtpReply.Of(501, "5.1.3", "Write: RCPT TO:<local@domain>");
    private static readonly SmtpReply NonAsciiAddress =
        SmtpReply.Of(553, "5.6.7", "Write addresses in ASCII, or MAIL with SMTPUTF8 (RFC 6531)");
    private static readonly SmtpReply UnknownParameter = SmtpReply.Of(555, "5.5.4", "Unknown parameter");
    private static readonly SmtpReply BadParameterValue =
        SmtpReply.Of(501, "5.5.4", "Bad value of a parameter, or one given twice");
    private static readonly SmtpReply BadBase64 = SmtpReply.Of(501, "5.5.2", "Not base64");
    private static readonly SmtpReply UnknownMechanism =
        SmtpReply.Of(504, "5.5.4", "Unknown mechanism; SCRAM-SHA-256, PLAIN and LOGIN are offered");
    private static readonly SmtpReply Cancelled = SmtpReply.Of(501, "5.7.0", "Authentication cancelled");
}
