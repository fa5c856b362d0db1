namespace Causeway.Transport.Submission;

/// <summary>One password of a user: the main one, or one that an app was given and that is told by its name.</summary>
public sealed record NamedKeys(string Name, ScramKeys Keys)
{
    public const string Main = "main";

    private const int LongestName = 40;

    /// <summary>True for the name of an app password: letters, digits, dots, hyphens and underscores.</summary>
    public static bool IsAppName(string name) => name.Length is > 0 and <= LongestName && name != Main
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
