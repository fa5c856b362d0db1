namespace Causeway.Admin;

/// <summary>The passwords of a user, without what could be guessed against.</summary>
/// <param name="Iterations">With which all of them are derived, so that one can be added; zero where there is none.
/// </param>
/// <param name="Salt">In base64; whoever signs in by SCRAM is told it.</param>
/// <param name="HasMain">True where there is a main password.</param>
/// <param name="Apps">The names of the app passwords.</param>
public sealed record PasswordsSeen(int Iterations, string Salt, bool HasMain, IReadOnlyList<string> Apps);
