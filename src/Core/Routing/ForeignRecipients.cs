using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>Other products that say the same of everybody.</summary>
public static class ForeignRecipients
{
    /// <summary>Nobody was asked.</summary>
    public static IForeignRecipients NotAsked { get; } = Saying(ForeignAnswer.NotSaid);

    public static IForeignRecipients Saying(ForeignAnswer answer) => new OneAnswer(answer);

    private sealed class OneAnswer(ForeignAnswer answer) : IForeignRecipients
    {
        public ForeignAnswer Answer(EmailAddress recipient) => answer;
    }
}
