using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Core.Routing;

/// <summary>The shape of <see cref="Router.Route"/>, so that a proof can be tried against a broken one.</summary>
public delegate Decision RouteFunction(
    Snapshot snapshot, SiteName here, Origin origin, ReversePath from, EmailAddress recipient, IServedMarks served);
