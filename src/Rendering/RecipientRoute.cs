using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Topology;

namespace Causeway.Rendering;

/// <summary>Where one copy of a message goes: to a next hop, or, without one, into a mailbox of this site.</summary>
internal readonly record struct Target(EmailAddress Recipient, Place? Next)
{
    public override string ToString() => Next is { } next ? $"{Recipient} by {next}" : $"{Recipient} here";
}

/// <summary>What a site does with an address: the copies that it makes, or the reply by which it refuses.</summary>
internal sealed record RecipientRoute(EmailAddress Address, ImmutableArray<Target> Targets, SmtpReply? Refusal)
{
    /// <summary>True where the address itself goes on unchanged, or into its own mailbox.</summary>
    public bool IsPlain => Targets.Length == 1 && Targets[0].Recipient == Address;

    public override string ToString() =>
        Targets.IsEmpty ? $"refused ({Refusal})" : string.Join(", ", Targets.Select(target => target.ToString()));
}
