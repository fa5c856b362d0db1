using System.Collections.Immutable;
using Causeway.Queue.Facts;

namespace Causeway.Queue.Delivery;

/// <summary>
/// Keeps one object where a million messages in the queue say the same: organization, next hop, TLS, recipients.
/// </summary>
internal sealed class CommonTexts
{
    private const int Most = 10_000;

    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    public Accepted Share(Accepted message)
    {
        var peer = message.Peer;
        var copies = message.Copies.Select(copy => Share(message, copy)).ToImmutableArray();
        return message with
        {
            Organization = One(message.Organization),
            Peer = peer with { Site = Of(peer.Site), User = Of(peer.User), Tls = Of(peer.Tls) },
            Copies = copies,
        };
    }

    private Copy Share(Accepted message, Copy copy) => copy with
    {
        Next = One(copy.Next),
        Recipients = copy.Recipients.SequenceEqual(message.Recipients) ? message.Recipients : copy.Recipients,
    };

    private string? Of(string? text) => text is null ? null : One(text);

    private string One(string text)
    {
        if (known.TryGetValue(text, out var one))
        {
            return one;
        }

        if (known.Count >= Most)
        {
            known.Clear();
        }

        known.Add(text);
        return text;
    }
}
