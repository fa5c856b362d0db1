namespace Causeway.AuthenticationBench;

/// <summary>
/// How many messages passed by each method, of DKIM by their topmost signature, and how many were sealed.
/// </summary>
internal readonly record struct Passes(int Spf, int Dkim, int Arc, int Dmarc, int Sealed);
