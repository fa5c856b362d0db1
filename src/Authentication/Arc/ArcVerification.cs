using System.Collections.Immutable;
using System.Text;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>
/// The judging of one message's chain, between its header and the end of its body. It asks DNS for no key twice, and
/// for none before what can be judged without keys is good.
/// </summary>
public sealed class ArcVerification
{
    private readonly HeaderBlock header;
    private readonly KeyLookup keys;
    private readonly Lazy<SignedFields> fields;
    private readonly ArcSets sets;

    // Of each set, the oldest first; none where the sets are no chain.
    private readonly ImmutableArray<ArcMessage> messages;

    internal ArcVerification(HeaderBlock header, BodyHashes body, KeyLookup keys, DateTimeOffset now)
    {
        (this.header, this.keys) = (header, keys);
        fields = new Lazy<SignedFields>(() => new SignedFields(header));
        sets = ArcSets.Read(header);
        messages = sets.Fault is null ? [.. sets.Chain.Select(set => ArcMessage.Read(set.Message, body, now))] : [];
    }

    /// <summary>The verdict, to be asked for once the body is complete.</summary>
    public async ValueTask<ArcVerdict> CompleteAsync(CancellationToken cancellationToken)
    {
        if (sets.IsEmpty || sets.Fault is not null)
        {
            return Verdict(sets.IsEmpty ? ArcResult.None : ArcResult.Fail, sets.Fault);
        }

        // RFC 8617 section 5.2 step 4: the newest message signature says that nothing was changed since.
        var newest = sets.Chain.Length;
        var message = await VerifyMessageAsync(newest, cancellationToken).ConfigureAwait(false);
        if (message.Result != DkimResult.Pass)
        {
            return Verdict(message, $"the message signature of set {newest}");
        }

        await AskForKeysAsync(cancellationToken).ConfigureAwait(false);
        var oldestPass = await FindOldestPassAsync(cancellationToken).ConfigureAwait(false);
        for (var instance = newest; instance > 0; instance--)
        {
            var seal = await VerifySealAsync(instance, cancellationToken).ConfigureAwait(false);
            if (seal.Result != DkimResult.Pass)
            {
                return Verdict(seal, $"the seal of set {instance}");
            }
        }

        return Verdict(ArcResult.Pass, null) with { OldestPass = oldestPass };
    }

    // All at once: whoever names a hundred keys of slow servers must not have us wait for one after the other.
    private Task AskForKeysAsync(CancellationToken cancellationToken) => Task.WhenAll(
    [
        .. sets.Chain.Select(set => keys.FindAsync(set.Sealed.Selector, set.Sealed.Domain, cancellationToken)),
        .. messages.Reverse().TakeWhile(message => message.Objection(fields.Value) is null)
            .Select(message => keys.FindAsync(message.Tags!.Selector, message.Tags.Domain, cancellationToken)),
    ]);

    // Step 5. A key that cannot be looked up for now does not show that its signature is good.
    private async ValueTask<int> FindOldestPassAsync(CancellationToken cancellationToken)
    {
        for (var instance = sets.Chain.Length - 1; instance > 0; instance--)
        {
            var older = await VerifyMessageAsync(instance, cancellationToken).ConfigureAwait(false);
            if (older.Result != DkimResult.Pass)
            {
                return instance + 1;
            }
        }

        return 0;
    }

    private async ValueTask<KeyVerdict> VerifyMessageAsync(int instance, CancellationToken cancellationToken)
    {
        var message = messages[instance - 1];
        if (message.Objection(fields.Value) is { } objection)
        {
            return new KeyVerdict(objection.Result, objection.Reason);
        }

        var tags = message.Tags!;
        using var hash = new HeaderHash(tags.Header);
        foreach (var field in fields.Value.Select(tags.Names, message.Field.Field))
        {
            hash.Add(field.Span);
        }

        var digest = Finish(hash, message.Field);
        var answer = await keys.FindAsync(tags.Selector, tags.Domain, cancellationToken).ConfigureAwait(false);
        return answer.Verify(tags.Algorithm, digest, tags.Signature, isOfSubdomain: false);
    }

    // Step 6. RFC 8617 section 5.1.1: a seal covers all sets up to its own, the oldest first, and of each the results,
    // the message signature and the seal.
    private async ValueTask<KeyVerdict> VerifySealAsync(int instance, CancellationToken cancellationToken)
    {
        using var hash = new HeaderHash(Canonicalization.Relaxed);
        hash.AddSets(header, sets.Chain.AsSpan(0, instance - 1));
        var last = sets.Chain[instance - 1];
        hash.Add(header.OctetsOf(last.Results).Span);
        hash.Add(header.OctetsOf(last.Message.Field).Span);
        var digest = Finish(hash, last.Seal);
        var seal = last.Sealed;
        var answer = await keys.FindAsync(seal.Selector, seal.Domain, cancellationToken).ConfigureAwait(false);
        return answer.Verify(seal.Algorithm, digest, seal.Signature, isOfSubdomain: false);
    }

    private byte[] Finish(HeaderHash hash, ArcField field) =>
        hash.Finish(field.Tags.Unsigned(header.OctetsOf(field.Field).Span));

    // RFC 8617 section 5.2.1 counts a key that cannot be looked up for now as a fail for good. Here it is told apart:
    // the chain may well pass at the next receiver, or when the message is tried again.
    private ArcVerdict Verdict(KeyVerdict verdict, string what) => Verdict(
        verdict.Result == DkimResult.TempError ? ArcResult.TempError : ArcResult.Fail, $"{what}: {verdict.Reason}");

    private ArcVerdict Verdict(ArcResult result, string? reason) =>
        new(result, [.. sets.Chain.Select(Hop)]) { Reason = reason };

    private ArcHop Hop(ArcSet set)
    {
        ArcInstance.ReadPrefix(header.BodyOf(set.Results), out var results);
        var text = string.Concat(Encoding.UTF8.GetString(results).Split('\r', '\n')).Replace('\t', ' ').Trim();
        return new ArcHop(set.Instance, set.Sealed.Domain, set.Sealed.Selector, set.Sealed.Status, text);
    }
}
