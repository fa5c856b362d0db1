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

        // A filter of others hands on what strangers wrote: its word counts for the way, not for what it passes on.
        var trusted = message.IsFromForeignFilter ? Without(message, HeaderKinds.Verdict) : message;
        var judged = VerdictHeader.Read(trusted.Header);
        return TraceHeader.Read(trusted.Header) is { } trace
            ? trusted with { TraceId = trace.Id, Marks = trace.Served, Judged = judged }
            : trusted with { Judged = judged };
    }

    private Incoming Without(Incoming message, HeaderKinds kinds) => message with
    {
        Header = HeaderBlock.Scan(HeaderFirewall.Strip(message.Header, kinds, authservIds())),
    };
}
