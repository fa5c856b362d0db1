using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>
/// The marks that a message carries between our own sites; they can be asked, not read (RFC 5321 section 7.2).
/// </summary>
public interface IServedMarks
{
    bool Contains(ServedMark mark);

    /// <summary>The highest version under which any site served the recipient; null where none did.</summary>
    long? HighestVersion(EmailAddress recipient);
}
