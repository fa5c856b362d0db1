namespace Causeway.Smtp.Server.Verbs;

/// <summary>NOOP; a text behind it is ignored (RFC 5321 section 4.1.1.9).</summary>
internal static class NoopVerb
{
    public static void Answer(Conversation session) => session.Reply(ProtocolReplies.Ok);
}
