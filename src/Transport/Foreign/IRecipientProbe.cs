using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Transport.Foreign;

/// <summary>Asks a site by MAIL and RCPT whether it takes a recipient.</summary>
public interface IRecipientProbe
{
    Task<ProbeAnswer> ProbeAsync(Tenant tenant, SiteName site, EmailAddress recipient, CancellationToken ct);
}
