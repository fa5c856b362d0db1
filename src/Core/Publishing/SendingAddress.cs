using System.Collections.Immutable;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Publishing;

/// <summary>Addresses from which the Internet gets mail of ours.</summary>
/// <param name="Site">Who sends from there.</param>
/// <param name="Network">One address, or a range of a site that has many.</param>
/// <param name="Helo">What the site calls itself.</param>
/// <param name="Domains">
/// In whose name mail leaves from there: SPF must pass for each. Empty where all of it has a null reverse-path.
/// </param>
public sealed record SendingAddress(
    Site Site, IPNetwork Network, OutboundPool Pool, string Helo, ImmutableArray<DomainName> Domains);
