using System.Collections.Frozen;
using Causeway.Core.Replies;

namespace Causeway.Mail.Dsn;

/// <summary>
/// Plain words for the enhanced status codes of other systems: those of RFC 3463 and the IANA registry (RFC 5248), and
/// those that hybrid systems use.
/// </summary>
internal static class StatusWords
{
    private static readonly FrozenDictionary<string, Advice> BySubjectAndDetail = new Dictionary<string, Advice>
    {
        ["1.1"] = Sender("The recipient's mail system knows no such mailbox.", "Correct the address and send again."),
        ["1.2"] = Sender("The domain of the address does not exist or takes no mail.", "Correct the address."),
        ["1.3"] = Sender("The recipient's mail system does not understand the address.", "Correct the address."),
        ["1.6"] = Sender("The recipient has moved and left no new address.", "Ask the recipient for the new address."),
        ["1.8"] = Sender("The sender's address was not accepted.", "Send from an address that exists."),
        ["1.10"] = Sender("The recipient was not found, or the domain takes no mail.", "Correct the address."),
        ["2.1"] = Recipient("The mailbox is switched off.", "Reach the recipient in another way."),
        ["2.2"] = Recipient("The mailbox is full.", "Wait until the recipient has made room, then send again."),
        ["2.3"] = Sender("The message is larger than the mailbox accepts.", "Send a smaller message."),
        ["2.4"] = Recipient("The list could not be expanded.", "Ask the owner of the list."),
        ["3.1"] = Recipient("The recipient's mail system has no room.", "Send again later."),
        ["3.2"] = Recipient("The recipient's mail system takes no mail at present.", "Send again later."),
        ["3.4"] = Sender("The message is larger than the recipient's mail system accepts.", "Send a smaller message."),
        ["4.1"] = Recipient("The recipient's mail system did not answer.", "Send again later."),
        ["4.2"] = Recipient("The connection to the recipient's mail system broke.", "Send again later."),
        ["4.4"] = Recipient("No mail host could be found for the domain.",
            "Check the address; then ask the recipient."),
        ["4.6"] = Admin("The message went in a circle.", "Look for a forward or a record that leads back."),
        ["4.7"] = Recipient("The message could not be delivered in time; no further attempt is made.",
            "Send again later, or reach the recipient in another way."),
        ["4.14"] = Admin("The message went in a circle.", "Look for a forward or a record that leads back."),
        ["6.3"] = Sender("The recipient's mail system cannot take the message in this form.",
            "Send it with its content encoded as quoted-printable or base64."),
        ["6.7"] = Sender("The recipient's mail system takes no addresses beyond US-ASCII.",
            "Use an address in US-ASCII."),
        ["6.11"] = Sender("The message holds bare line ends.", "Repair the sending program."),
        ["7.1"] = Recipient("The recipient's mail system does not let this message in.",
            "Ask the recipient to allow mail from your address."),
        ["7.8"] = Admin("The next mail system did not accept our credentials.", "Correct them."),
        ["7.23"] = Admin("The sender's domain does not name the host that sent the message (SPF).",
            "Add the host to the SPF record of the sender's domain."),
        ["7.25"] = Admin("The address that sent the message has no host name.", "Publish a PTR record for it."),
        ["7.26"] = Admin("The message passed neither SPF nor DKIM.", "Set up SPF and DKIM for the sender's domain."),
        ["7.51"] = Admin("The next mail system takes this mail over one connection only, and did not recognize ours.",
            "Check the certificate and the addresses of the connector."),
        ["7.64"] = Admin("The next mail system did not recognize ours.", "Check the certificate of the connector."),
        ["7.509"] = Admin("The message failed DMARC of the sender's domain.", "Set up DKIM for the sender's domain."),
        ["7.520"] = Recipient("The recipient's organization does not forward mail to the outside.",
            "Write to the address behind the forward."),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, Advice> BySubject = new Dictionary<int, Advice>
    {
        [1] = Sender("Something is wrong with the address.", "Check the address."),
        [2] = Recipient("The mailbox does not take the message.", "Reach the recipient in another way."),
        [3] = Recipient("The recipient's mail system has a fault.", "Send again later."),
        [4] = Recipient("The recipient's mail system could not be reached.", "Send again later."),
        [5] = Admin("The mail systems did not understand each other.", "Look at the reply below."),
        [6] = Sender("The content of the message was not accepted.", "Send it in a simpler form."),
        [7] = Recipient("The recipient's mail system refuses the message by its policy.",
            "Read its reply below; ask the recipient in another way."),
    }.ToFrozenDictionary();

    private static readonly Advice Other = Recipient(
        "The recipient's mail system refused the message.", "Read its reply below; check the address.");

    public static Advice Of(EnhancedStatus status) =>
        BySubjectAndDetail.TryGetValue($"{status.Subject}.{status.Detail}", out var exact) ? exact
        : BySubject.GetValueOrDefault(status.Subject, Other);

    private static Advice Sender(string cause, string cure) => new(cause, Fixer.Sender, cure);

    private static Advice Recipient(string cause, string cure) => new(cause, Fixer.RecipientSide, cure);

    private static Advice Admin(string cause, string cure) => new(cause, Fixer.Administrator, cure);
}
