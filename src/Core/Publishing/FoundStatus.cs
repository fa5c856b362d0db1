namespace Causeway.Core.Publishing;

/// <summary>How a question about a published record ended.</summary>
public enum FoundStatus
{
    Found,

    /// <summary>There is no such record, or no such name.</summary>
    Nothing,

    /// <summary>Nobody answered; that says nothing about the record.</summary>
    NotAnswered,

    /// <summary>The name lies outside of what was looked at: a zone file has its own names alone.</summary>
    Elsewhere,
}
