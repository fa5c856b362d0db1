using Causeway.Auditing;
using Causeway.Queue.Spooling;

namespace Causeway.Keeping;

/// <summary>How far the files of a site that only grow are to be read, at one moment.</summary>
/// <param name="AuditHead">Null where the site's is missing or damaged.</param>
/// <param name="TopologyFiles">The files that a running site goes by; empty at a stopped one, which knows none.</param>
public sealed record SiteExtent(
    SpoolExtent Spool, long AuditOctets, AuditHead? AuditHead, IReadOnlyList<string> TopologyFiles);
