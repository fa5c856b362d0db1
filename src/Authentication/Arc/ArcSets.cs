using System.Collections.Immutable;
using Causeway.Authentication.Dkim;
using Causeway.Mail;

namespace Causeway.Authentication.Arc;

/// <summary>
/// The ARC fields of a header, put into sets, and whether these are a chain (RFC 8617 section 5.2 steps 1 to 3). Reads
/// each field once, however many there are.
/// </summary>
internal sealed class ArcSets
{
    private const int Results = 0, Message = 1, Seal = 2, Kinds = 3;
    private static readonly string[] Names = ["ARC-Authentication-Results", "ARC-Message-Signature", "ARC-Seal"];

    private readonly HeaderBlock header;
    private readonly Part?[] parts = new Part?[(ArcInstance.Maximum + 1) * Kinds];

    private ArcSets(HeaderBlock header) => this.header = header;

    /// <summary>True without any ARC field.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>The greatest i= of any field, beyond 50 too; 0 where none can be read.</summary>
    public int Highest { get; private set; }

    /// <summary>Why the fields are no chain, for people; null where they are one or there are none.</summary>
    public string? Fault { get; private set; }

    /// <summary>True where the last sealer said that the chain has failed: nobody seals it again.</summary>
    public bool IsSealedAsFailed { get; private set; }

    /// <summary>The sets, the oldest first; empty where they are not whole and 1 to N.</summary>
    public ImmutableArray<ArcSet> Chain { get; private set; } = [];

    public static ArcSets Read(HeaderBlock header)
    {
        var sets = new ArcSets(header);
        foreach (var field in header.Fields)
        {
            var kind = KindOf(header, field);
            if (kind >= 0)
            {
                sets.Take(field, kind);
            }
        }

        if (!sets.IsEmpty)
        {
            sets.FindChain();
            sets.FindEnd();
        }

        return sets;
    }

    private static int KindOf(HeaderBlock header, HeaderField field) =>
        header.IsNamed(field, "ARC-Seal"u8) ? Seal
        : header.IsNamed(field, "ARC-Message-Signature"u8) ? Message
        : header.IsNamed(field, "ARC-Authentication-Results"u8) ? Results
        : -1;

    private void Take(HeaderField field, int kind)
    {
        IsEmpty = false;
        TagList? tags = null;
        var instance = kind == Results ? ArcInstance.ReadPrefix(header.BodyOf(field), out _)
            : TagList.TryParse(header.BodyOf(field), out tags) ? ArcInstance.Parse(tags.Text("i"))
            : 0;
        Highest = Math.Max(Highest, instance);
        if (instance is 0 or > ArcInstance.Maximum)
        {
            Fault ??= instance == 0 ? $"an {Names[kind]} has no i= that can be read" : "there are more than 50 sets";
            return;
        }

        ref var part = ref parts[instance * Kinds + kind];
        Fault ??= part is null ? null : $"set {instance} has two {Names[kind]}";
        part ??= new Part(field, tags);
    }

    // Step 3.
    private void FindChain()
    {
        if (Fault is not null)
        {
            return;
        }

        var chain = ImmutableArray.CreateBuilder<ArcSet>(Highest);
        for (var instance = 1; instance <= Highest; instance++)
        {
            if (parts[instance * Kinds + Results] is not { } results
                || parts[instance * Kinds + Message] is not { Tags: { } messageTags } message
                || parts[instance * Kinds + Seal] is not { Tags: { } sealTags } seal)
            {
                Fault ??= $"set {instance} is not whole";
                return;
            }

            if (ArcSeal.Read(sealTags) is not { } read)
            {
                Fault ??= $"the seal of set {instance} cannot be read";
                return;
            }

            var status = instance == 1 ? "none" : "pass";
            Fault ??= read.Status == status ? null : $"the seal of set {instance} says cv={read.Status}, not {status}";
            chain.Add(new ArcSet(
                instance, results.Field, new ArcField(message.Field, messageTags), new ArcField(seal.Field, sealTags),
                read));
        }

        Chain = chain.ToImmutable();
    }

    // Step 2: who says that the chain failed has the last word.
    private void FindEnd()
    {
        IsSealedAsFailed = Highest <= ArcInstance.Maximum && parts[Highest * Kinds + Seal]?.Tags is { } tags
            && ArcSeal.StatusOf(tags) == "fail";
        Fault = IsSealedAsFailed ? $"set {Highest} was sealed as failed" : Fault;
    }

    // A field, and its tags unless it is ARC-Authentication-Results.
    private sealed record Part(HeaderField Field, TagList? Tags);
}
