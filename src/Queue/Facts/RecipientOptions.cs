using System.Text.Json.Serialization;
using Causeway.Core.Envelopes;

namespace Causeway.Queue.Facts;

/// <summary>
/// What RCPT said beside the address, which is the one that the sender gave; ORCPT as it came (RFC 3461 section 4).
/// </summary>
public sealed record RecipientOptions(
    string Recipient,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] NotifyOn Notify = NotifyOn.Unspecified,
    string? OriginalRecipient = null);
