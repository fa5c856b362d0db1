using Causeway.Core.Addresses;

namespace Causeway.Transport.Submission;

/// <summary>A user who proved one of the own passwords.</summary>
public sealed record SignedIn(EmailAddress User, NamedKeys By);
