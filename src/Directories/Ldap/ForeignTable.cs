using Causeway.Core.Addresses;
using Causeway.Core.Routing;

namespace Causeway.Directories.Ldap;

/// <summary>The addresses of another product as they were at a moment.</summary>
public sealed record ForeignTable(DateTimeOffset At, IReadOnlySet<EmailAddress> Addresses)
{
    /// <summary>
    /// Who is in it exists, whatever its age; who is not does not exist as long as it is younger than the limit.
    /// </summary>
    public ForeignAnswer Answer(EmailAddress recipient, DateTimeOffset now, TimeSpan limit) =>
        Addresses.Contains(recipient) || (recipient.Plus() is var (plain, _) && Addresses.Contains(plain))
            ? ForeignAnswer.Exists
            : now - At < limit ? ForeignAnswer.Missing : ForeignAnswer.NotSaid;
}
