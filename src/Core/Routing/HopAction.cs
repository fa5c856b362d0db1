namespace Causeway.Core.Routing;

/// <summary>What a site does with one recipient.</summary>
public enum HopAction
{
    /// <summary>Refuses it, or cannot send it on.</summary>
    Refuse,

    /// <summary>Expands a group into its members.</summary>
    Expand,

    /// <summary>Carries out a forward, or the redirection to a mail user's or contact's outside address.</summary>
    Forward,

    /// <summary>Passes it to the next place.</summary>
    Relay,

    /// <summary>Puts it into the mailbox.</summary>
    Deliver,
}
