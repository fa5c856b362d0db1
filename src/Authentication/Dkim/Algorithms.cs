namespace Causeway.Authentication.Dkim;

/// <summary>The words for algorithms.</summary>
internal static class Algorithms
{
    /// <summary>As a= has it.</summary>
    public static string Name(this SigningAlgorithm algorithm) =>
        algorithm == SigningAlgorithm.RsaSha256 ? "rsa-sha256" : "ed25519-sha256";

    /// <summary>As k= of a key record has it.</summary>
    public static string KeyType(this SigningAlgorithm algorithm) =>
        algorithm == SigningAlgorithm.RsaSha256 ? "rsa" : "ed25519";

    /// <summary>Null for a word of none.</summary>
    public static SigningAlgorithm? Of(string name) =>
        name.Equals("rsa-sha256", StringComparison.OrdinalIgnoreCase) ? SigningAlgorithm.RsaSha256
        : name.Equals("ed25519-sha256", StringComparison.OrdinalIgnoreCase) ? SigningAlgorithm.Ed25519Sha256
        : null;
}
