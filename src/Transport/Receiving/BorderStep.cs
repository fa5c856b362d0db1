using Causeway.Mail;

namespace Causeway.Transport.Receiving;

/// <summary>
/// The border: reads what our own sites say of a message, and strips from everybody else's the fields by which they
/// could speak in our name. A field is believed because of the connection that it came by, never for itself.
/// </summary>
public sealed class BorderStep(Func<AuthservIds> authservIds) : IStep
{
    public string Name => "Attribute";

    public Incoming Take(Incoming message)
    {
        if (!message.IsFromOwnSite)
        {
            return Without(message, HeaderKinds.Border);
        }

        // What a server of others took from the Internet, strangers wrote: its word counts for the way alone.
        var trusted = message.IsFromForeignEntry ? Without(message, Foreign(message)) : message;
        var judged = VerdictHeader.Read(trusted.Header);
        return TraceHeader.Read(trusted.Header) is { } trace
            ? trusted with { TraceId = trace.Id, Marks = trace.Served, Judged = judged }
            : trusted with { Judged = judged };
    }

    // An Exchange server says things of its own in fields of its own.
    private static HeaderKinds Foreign(Incoming message) => message.IsFromForeignFilter
        ? HeaderKinds.Border & ~HeaderKinds.Ours
        : HeaderKinds.AuthenticationResults | HeaderKinds.Verdict;

    private Incoming Without(Incoming message, HeaderKinds kinds) => message with
    {
        Header = HeaderBlock.Scan(HeaderFirewall.Strip(message.Header, kinds, authservIds())),
    };
}
