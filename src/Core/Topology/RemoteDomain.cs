using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>
/// What automatic mail the domain of somebody else gets from us. Of several that cover a domain the most specific one
/// holds, as a whole.
/// </summary>
public sealed record RemoteDomain
{
    /// <summary>Covers every domain.</summary>
    public const string Everybody = "*";

    /// <summary>What holds where the file says nothing, as in the reference system.</summary>
    public static RemoteDomain Default { get; } = new() { Name = Everybody };

    /// <summary>
    /// A domain, <c>*.</c> and a domain for all below it, or <see cref="Everybody"/>; in lower case.
    /// </summary>
    public required string Name { get; init; }

    public ReplyText AutomaticReplies { get; init; } = ReplyText.Outside;

    /// <summary>True where mailboxes may forward there, if the organization forwards to the outside at all.</summary>
    public bool Forwarding { get; init; } = true;

    /// <summary>True where notices (DSN) are sent there.</summary>
    public bool Notices { get; init; } = true;

    internal int Precision => Name == Everybody ? 0 : Name.StartsWith('*') ? Name.Length : 1000 + Name.Length;

    public bool Covers(DomainName domain) =>
        Name == Everybody
        || Name == domain.Value
        || (Name.StartsWith("*.", StringComparison.Ordinal)
            && domain.Value.EndsWith(Name[1..], StringComparison.Ordinal));
}
