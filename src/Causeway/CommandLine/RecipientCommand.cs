using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary><c>recipient</c>: who has which address, and what belongs to a recipient.</summary>
internal static class RecipientCommand
{
    public static Command Create() =>
        new("recipient", "See and change who has which address, and what belongs to a recipient.")
        {
            RecipientListing.List(),
            RecipientOrders.Add(),
            RecipientOrders.Change(),
            RecipientOrders.Remove(),
            RecipientOrders.Import(),
            RecipientReply.Create(),
            RecipientListing.Export(),
            PasswordCommands.Password(),
            PasswordCommands.AppPassword(),
        };
}
