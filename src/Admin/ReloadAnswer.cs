namespace Causeway.Admin;

/// <summary>What became of a reload.</summary>
/// <param name="Ok">True where what was read is in force, also where nothing had changed.</param>
/// <param name="Changes">Each value that is not what it was, as <c>path: before -> after</c>.</param>
/// <param name="Refused">Why everything stays as it was; null where it was taken.</param>
public sealed record ReloadAnswer(bool Ok, IReadOnlyList<string> Changes, string? Refused);
