namespace Causeway.Admin;

/// <summary>Whom to let send again: the address of a user, or the name of a site.</summary>
public sealed record SendingRelease(string Sender);
