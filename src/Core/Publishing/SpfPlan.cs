using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Publishing;

/// <summary>The SPF record of a domain (RFC 7208), term by term.</summary>
public sealed record SpfPlan(DomainName Domain, ImmutableArray<PlannedTerm> Terms)
{
    public string Text => string.Join(' ', Terms.Select(term => term.Text).Prepend("v=spf1"));

    /// <summary>The terms that ask DNS by themselves; what an included record asks for comes on top.</summary>
    public int Lookups => Terms.Count(term => SpfText.AsksDns(term.Text));
}
