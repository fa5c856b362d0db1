namespace Causeway.Smtp.Server;

/// <summary>What a client says to prove that it has a password (RFC 5802 section 3).</summary>
/// <param name="User">The user that the exchange began with.</param>
/// <param name="AuthMessage">What both sides sign: the three messages before.</param>
/// <param name="Proof">ClientProof.</param>
public sealed record ScramProof(string User, byte[] AuthMessage, byte[] Proof);
