namespace Causeway.Mail.Dsn;

/// <summary>Who can do something about a delivery that failed or waits.</summary>
public enum Fixer
{
    /// <summary>Nobody need do anything.</summary>
    Nobody,

    Sender,

    /// <summary>Whoever runs the recipient's mail system, or the recipient.</summary>
    RecipientSide,

    /// <summary>The administrator of one of our sites.</summary>
    Administrator,
}
