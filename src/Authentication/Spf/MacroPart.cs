namespace Causeway.Authentication.Spf;

/// <summary>A piece of a macro-string: text, or a letter with its transformers (RFC 7208 section 7.1).</summary>
/// <param name="Literal">The text; null for a letter.</param>
/// <param name="Letter">The letter in lower case.</param>
internal readonly record struct MacroPart(string? Literal, char Letter)
{
    /// <summary>True for a letter, and for <c>%%</c>, <c>%_</c> and <c>%-</c>.</summary>
    public bool IsExpand { get; init; }

    /// <summary>True where the letter stood in upper case: what it gives is escaped as in a URL.</summary>
    public bool IsEscaped { get; init; }

    /// <summary>How many parts stay, counted from the right.</summary>
    public int Parts { get; init; }

    public bool IsReversed { get; init; }

    /// <summary>What parts them, each character for itself; null for the dot.</summary>
    public string? Delimiters { get; init; }
}
