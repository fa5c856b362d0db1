using Causeway.Core.Addresses;
using Causeway.Mailboxes;
using Causeway.Tracing;

namespace Causeway.Admin;

/// <summary>What an administrator can see of a site, by its API or from its folder.</summary>
public interface ISiteView : ITraceSource
{
    /// <summary>The messages of a mailbox, oldest first.</summary>
    Task<IReadOnlyList<StoredMessage>> ListAsync(EmailAddress address, CancellationToken ct);

    /// <summary>The stored octets of a message; null where the mailbox has none of this id.</summary>
    Task<byte[]?> ReadAsync(EmailAddress address, string id, CancellationToken ct);
}
