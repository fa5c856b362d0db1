namespace Causeway.Smtp.Server;

/// <summary>What a SCRAM exchange begins with on the server's side (RFC 5802 section 5.1).</summary>
/// <param name="Salt">In base64.</param>
public sealed record ScramStart(string Salt, int Iterations);
