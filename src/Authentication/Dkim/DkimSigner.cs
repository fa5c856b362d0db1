using Causeway.Mail;

namespace Causeway.Authentication.Dkim;

/// <summary>Signs mail (RFC 6376 section 5).</summary>
public static class DkimSigner
{
    // RFC 6376 section 5.4.1: what readers are shown, what replies and threads go by, and how the body is to be read.
    // Each is named once more than it occurs, so that nobody can add one (section 5.4.2). Left out is what others add
    // or change on the way for good reasons: trace fields, Return-Path, and fields of Resent-.
    private static readonly string[] Names =
    [
        "From", "Sender", "Reply-To", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
        "Content-Description",
    ];

    // Signed where they are, so that a stranger cannot have readers leave by a link of his, but not kept from being
    // added, since lists do that.
    private static readonly string[] NamesIfPresent =
    [
        "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Post", "List-Help", "List-Archive",
        "Autocrypt",
    ];

    // RFC 5322 section 3.6 allows one of each; a message with thousands does not make h= as long.
    private const int OfOneName = 10;

    /// <summary>
    /// The DKIM-Signature field with its line end, for the top of a header. Relaxed twice; the body is
    /// <paramref name="bodyHash"/>: relaxed, without a limit, and complete. There is no x=, since nothing is known of
    /// how long others queue mail.
    /// </summary>
    public static byte[] Sign(HeaderBlock header, BodyHash bodyHash, SigningKey key, DateTimeOffset at)
    {
        var fields = new SignedFields(header);
        var writer = new TagWriter("DKIM-Signature")
            .Add("v", "1")
            .Add("a", key.Algorithm.Name())
            .Add("d", key.Domain.Value)
            .Add("s", key.Selector)
            .Add("t", FormattableString.Invariant($"{at.ToUnixTimeSeconds()}"));
        return Sign(writer, fields, NamesToSign(fields), bodyHash, key);
    }

    /// <summary>Ends a field that was begun: c=, h=, bh= and b=. A message's seal ends in the same way.</summary>
    internal static byte[] Sign(
        TagWriter begun, SignedFields fields, List<string> names, BodyHash bodyHash, SigningKey key)
    {
        if (bodyHash is not { Canonicalization: Canonicalization.Relaxed, Limit: null })
        {
            throw new ArgumentException("The hash is not of the whole body in relaxed form.", nameof(bodyHash));
        }

        var writer = begun.Add("c", "relaxed/relaxed").AddList("h", names)
            .Add("bh", Convert.ToBase64String(bodyHash.Value.Span));
        using var hash = new HeaderHash(Canonicalization.Relaxed);
        foreach (var field in fields.Select(names, null))
        {
            hash.Add(field.Span);
        }

        return writer.Signed(key.Sign(hash.Finish(writer.Unsigned())));
    }

    /// <summary>h= for a message.</summary>
    internal static List<string> NamesToSign(SignedFields fields) =>
    [
        .. Names.SelectMany(name => Enumerable.Repeat(name, Math.Min(OfOneName, fields.Count(name)) + 1)),
        .. NamesIfPresent.SelectMany(name => Enumerable.Repeat(name, Math.Min(OfOneName, fields.Count(name)))),
    ];
}
