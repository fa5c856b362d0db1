using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>
/// A user's passwords as keys: the main one, and any number of app passwords, each with a name. All that are derived
/// here share salt and iterations, so that SCRAM, which names one salt before it knows which password comes, takes
/// each of them, and PLAIN costs one key derivation however many there are.
/// </summary>
public sealed record UserKeys
{
    public const int MostApps = 50;

    public required EmailAddress User { get; init; }

    /// <summary>The keys of the main password; null where there are app passwords alone.</summary>
    public ScramKeys? Main { get; init; }

    /// <summary>The keys of the app passwords by name.</summary>
    public ImmutableSortedDictionary<string, ScramKeys> Apps { get; init; } =
        ImmutableSortedDictionary.Create<string, ScramKeys>(StringComparer.Ordinal);

    /// <summary>True where the password is the lab's, which everybody knows.</summary>
    public bool IsOfLab { get; init; }

    public IEnumerable<ScramKeys> All => Main is { } main ? Apps.Values.Prepend(main) : Apps.Values;

    /// <summary>The keys whose salt and iterations a SCRAM exchange begins with.</summary>
    public ScramKeys? First => Main ?? Apps.Values.FirstOrDefault();

    /// <summary>A name of an app password: 1 to 40 letters, digits, dots, hyphens and underscores.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_');

    /// <summary>The keys of a further password of this user.</summary>
    public ScramKeys Derive(string password) => First is { } first
        ? ScramKeys.Derive(password, first.Salt, first.Iterations)
        : ScramKeys.Derive(password);

    /// <summary>The keys that the password fits; null for none. Costs a key derivation, rarely more.</summary>
    public ScramKeys? Find(string password)
    {
        foreach (var alike in All.GroupBy(keys => (keys.Salt, keys.Iterations)))
        {
            var derived = ScramKeys.Derive(password, alike.Key.Salt, alike.Key.Iterations);
            if (alike.FirstOrDefault(keys => keys.Equal(derived)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>The keys that a SCRAM proof fits; null for none.</summary>
    public ScramKeys? Find(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> proof)
    {
        foreach (var keys in All)
        {
            if (keys.Proves(authMessage, proof))
            {
                return keys;
            }
        }

        return null;
    }
}
