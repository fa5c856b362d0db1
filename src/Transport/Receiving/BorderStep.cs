using Causeway.Mail;

namespace Causeway.Transport.Receiving;

/// <summary>
/// The border: reads what our own sites say of a message, and strips from everybody else's the fields by which they
/// could speak in our name. A field is believed because of the connection that it came by, never for itself.
/// </summary>
public sealed class BorderStep(Func<IReadOnlyCollection<string>> authservIds) : IStep
{
    public string Name => "Attribute";

    public Incoming Take(Incoming message)
    {
        if (!message.IsFromOwnSite)
        {
            return message with
            {
                Header = HeaderBlock.Scan(HeaderFirewall.Strip(message.Header, HeaderKinds.Border, authservIds())),
            };
        }

        return TraceHeader.Read(message.Header) is { } trace
            ? message with { TraceId = trace.Id, Marks = trace.Served }
            : message;
    }
}
