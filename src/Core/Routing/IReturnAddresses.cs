using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>
/// Reads the return addresses that SRS made (docs/adr/0031-sender-rewriting.md). Asked only at the site that makes
/// them.
/// </summary>
public interface IReturnAddresses
{
    /// <summary>Whom an address leads back to, or why to nobody.</summary>
    ReturnAddress Read(EmailAddress address, SrsAddress parts);
}
