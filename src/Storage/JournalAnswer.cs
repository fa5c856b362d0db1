namespace Causeway.Storage;

/// <summary>What a journal says of an entry that is to be added.</summary>
public enum JournalAnswer
{
    /// <summary>It is there now, and survives the loss of power.</summary>
    Added,

    /// <summary>It was there already, and stays as it was.</summary>
    Known,

    /// <summary>There is no room for it.</summary>
    Full,
}
