using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Tests.Arc;

/// <summary>Sets whose signatures are good, and which say what no honest sealer does.</summary>
internal static class ForgedSeal
{
    public static string Over(
        string message, int instance, string status, SigningKey key, Func<TagWriter, TagWriter>? more = null,
        IEnumerable<string>? names = null, SigningKey? messageKey = null, int? limit = null)
    {
        var octets = Samples.Octets(message);
        var header = HeaderBlock.Scan(octets);
        using var body = new BodyHashes();
        var bodyHash = body.Add(Canonicalization.Relaxed, limit);
        body.Write(octets.AsSpan(header.Octets.Length));
        body.Complete();

        var signed = (names ?? ["From", "Subject"]).ToList();
        var results = Samples.Results(key.Domain.Value, "pass").Write("ARC-Authentication-Results", [$"i={instance};"]);
        var signature = Begin("ARC-Message-Signature", instance, messageKey ?? key).Add("c", "relaxed/relaxed")
            .AddList("h", signed).Add("bh", Convert.ToBase64String(bodyHash.Value.Span));
        signature = limit is null ? signature : signature.Add("l", $"{limit}");
        using var hash = new HeaderHash(Canonicalization.Relaxed);
        var withResults = HeaderBlock.Scan((byte[])[.. results, .. octets]);
        foreach (var field in new SignedFields(withResults).Select(signed, null))
        {
            hash.Add(field.Span);
        }

        var messageField = signature.Signed((messageKey ?? key).Sign(hash.Finish(signature.Unsigned())));
        foreach (var set in ArcSets.Read(header).Chain)
        {
            hash.Add(header.OctetsOf(set.Results).Span);
            hash.Add(header.OctetsOf(set.Message.Field).Span);
            hash.Add(header.OctetsOf(set.Seal.Field).Span);
        }

        hash.Add(results);
        hash.Add(messageField);
        var seal = Begin("ARC-Seal", instance, key).Add("cv", status);
        seal = more?.Invoke(seal) ?? seal;
        var sealField = seal.Signed(key.Sign(hash.Finish(seal.Unsigned())));
        return Samples.Text([.. sealField, .. messageField, .. results, .. octets]);
    }

    private static TagWriter Begin(string name, int instance, SigningKey key) => new TagWriter(name)
        .Add("i", $"{instance}").Add("a", key.Algorithm.Name()).Add("d", key.Domain.Value).Add("s", key.Selector);
}
