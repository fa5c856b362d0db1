using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>A recipient was served (resolved, expanded or delivered) at a site under a version of its record.</summary>
public readonly record struct ServedMark(SiteName Site, EmailAddress Recipient, long Version);
