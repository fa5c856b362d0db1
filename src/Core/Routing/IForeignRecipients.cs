using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>
/// What is known of recipients that another product keeps: answers that were asked for before, looked up without
/// waiting.
/// </summary>
public interface IForeignRecipients
{
    ForeignAnswer Answer(EmailAddress recipient);
}
