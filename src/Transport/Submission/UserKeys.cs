using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Causeway.Transport.Submission;

/// <summary>
/// All passwords of a user: the main one, and those of apps. They share iterations and salt, for one derivation tells
/// which of them was given, and SCRAM names one salt before it knows which is meant (RFC 5802 section 5).
/// </summary>
public sealed class UserKeys
{
    /// <summary>App passwords of one user.</summary>
    public const int MostApps = 20;

    private UserKeys(ImmutableArray<NamedKeys> all) => All = all;

    /// <summary>The main password first; never empty.</summary>
    public ImmutableArray<NamedKeys> All { get; }

    public int Iterations => All[0].Keys.Iterations;

    public string Salt => All[0].Keys.Salt;

    public static UserKeys Of(ScramKeys main) => new([new NamedKeys(NamedKeys.Main, main)]);

    /// <summary>Reads a <c>NAME KEYS</c> a line, the main password first.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out UserKeys? keys)
    {
        keys = null;
        var all = ImmutableArray.CreateBuilder<NamedKeys>();
        foreach (var line in (text ?? "").Split('\n'))
        {
            if (line.Split(' ') is not [var name, var written] || !ScramKeys.TryParse(written, out var read)
                || (all.Count == 0 ? name != NamedKeys.Main : !NamedKeys.IsAppName(name) || !Fits(all[0].Keys, read))
                || all.Any(one => one.Name == name) || all.Count > MostApps)
            {
                return false;
            }

            all.Add(new NamedKeys(name, read));
        }

        keys = new UserKeys(all.ToImmutable());
        return true;
    }

    /// <summary>The password that this is, by name; null where it is none. Costs one key derivation.</summary>
    public NamedKeys? Accepting(string password)
    {
        var derived = ScramKeys.Derive(password, Salt, Iterations);
        NamedKeys? found = null;
        foreach (var one in All)
        {
            found = one.Keys.IsSameAs(derived) ? one : found;
        }

        return found;
    }

    /// <summary>The password that a SCRAM proof is of; null where it is of none.</summary>
    public NamedKeys? Proved(ReadOnlySpan<byte> authMessage, ReadOnlySpan<byte> proof)
    {
        foreach (var one in All)
        {
            if (one.Keys.Proves(authMessage, proof))
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>True where a password that was good once still is.</summary>
    public bool Holds(NamedKeys one) => All.Contains(one);

    /// <summary>True where keys can stand beside those that are there.</summary>
    public bool Fits(ScramKeys other) => Fits(All[0].Keys, other);

    /// <summary>These with one password set; it has to fit, unless it is the only one.</summary>
    public UserKeys With(NamedKeys one)
    {
        var rest = All.Where(other => other.Name != one.Name);
        return new UserKeys(one.Name == NamedKeys.Main ? [one, .. rest] : [.. rest, one]);
    }

    public UserKeys Without(string app) => new([.. All.Where(one => one.Name != app || app == NamedKeys.Main)]);

    public override string ToString() => string.Join('\n', All.Select(one => $"{one.Name} {one.Keys}"));

    private static bool Fits(ScramKeys one, ScramKeys other) =>
        one.Iterations == other.Iterations && one.Salt == other.Salt;
}
