using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>One site's copy of the directory: synchronous look-ups, in memory or in an indexed store.</summary>
public interface IRecipientDirectory
{
    /// <summary>
    /// The record that owns <paramref name="address"/> as primary address or proxy; null where nobody does.
    /// </summary>
    Recipient? Find(EmailAddress address);
}
