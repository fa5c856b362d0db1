using System.Net;

namespace Causeway.Authentication.Spf;

/// <summary>One mechanism or modifier of a record (RFC 7208 section 4.6.1).</summary>
/// <param name="Text">The term as it stands in the record.</param>
/// <param name="Kind">What it is.</param>
public sealed record SpfTerm(string Text, SpfTermKind Kind)
{
    /// <summary>What a mechanism says where it matches; means nothing for a modifier.</summary>
    public SpfQualifier Qualifier { get; init; }

    /// <summary>The domain-spec as written; null where the term speaks of the record's own domain or none.</summary>
    public string? Target => Spec?.Text;

    /// <summary>True where <see cref="Target"/> depends on the sender or the client.</summary>
    public bool HasMacros => Spec is { HasMacros: true };

    /// <summary>The addresses of <c>ip4</c> and <c>ip6</c>, host bits cleared.</summary>
    public IPNetwork? Network { get; init; }

    /// <summary>How many bits of an IPv4 address count (<c>a</c> and <c>mx</c>).</summary>
    public int PrefixLength4 { get; init; } = 32;

    /// <summary>How many bits of an IPv6 address count (<c>a</c> and <c>mx</c>).</summary>
    public int PrefixLength6 { get; init; } = 128;

    public bool IsModifier => Kind is SpfTermKind.Redirect or SpfTermKind.Exp or SpfTermKind.Unknown;

    /// <summary>True for the terms of which an evaluation may reach at most 10 (RFC 7208 section 4.6.4).</summary>
    public bool AsksDns => Kind is SpfTermKind.Include or SpfTermKind.A or SpfTermKind.Mx or SpfTermKind.Ptr
        or SpfTermKind.Exists or SpfTermKind.Redirect;

    internal MacroString? Spec { get; init; }

    public override string ToString() => Text;
}
