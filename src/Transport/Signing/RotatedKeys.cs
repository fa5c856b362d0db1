using System.Collections.Immutable;
using Causeway.Authentication.Dkim;

namespace Causeway.Transport.Signing;

/// <summary>What a rotation did.</summary>
/// <param name="Made">The new keys, each with its file.</param>
/// <param name="Waiting">Keys made before that have not begun to sign, so that no other was made.</param>
/// <param name="Removed">The files of keys whose time was over.</param>
public sealed record RotatedKeys(
    ImmutableArray<(DatedKey Key, string Path)> Made, ImmutableArray<KeyDates> Waiting, ImmutableArray<string> Removed);
