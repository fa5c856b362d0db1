using System.Collections.Frozen;

namespace Causeway.Core.Replies;

/// <summary>
/// The one table of replies: what the peer reads, and what the administrator is told about cause and cure. Reply,
/// trace, explain and the documents all read it.
/// </summary>
public static class ReplyTable
{
    private static readonly FrozenDictionary<Reason, Entry> Entries = new Entry[]
    {
        new(Reason.DoorLocked, 550, "5.7.51", "Mail for this domain is accepted only over its configured connector",
            "The connection was not attributed to a site that may hand in mail here.",
            "Send to the MX of the domain. For a site of your own: check its certificate and the arrows of the file."),
        new(Reason.RoutingDomainAtFilter, 550, "5.7.1", "This domain is not served here",
            "The routing domain carries mail between the organization's own sites only.",
            "Use the recipient's address in the public domain."),
        new(Reason.DomainNotVerified, 451, "4.7.1",
            "This domain is not verified yet: publish the record that `causeway domain add` prints",
            "Nobody has proved yet that the domain is the organization's; until then it neither receives nor sends.",
            "Publish the record that `causeway domain add DOMAIN` prints; `causeway domain verify DOMAIN` says what "
            + "was found. The message is retried."),
        new(Reason.DomainNotServedYet, 451, "4.7.1", "Mail for this domain is not taken yet; try again later",
            "Nobody has proved yet that the domain is the organization's; until then it neither receives nor sends.",
            "Publish the record that `causeway domain add DOMAIN` prints; `causeway domain verify DOMAIN` says what "
            + "was found. Senders try again."),
        new(Reason.SenderDomainNotVerified, 550, "5.7.750", "You may not send from this domain: it is not verified yet",
            "The sender's address is in a domain of which nobody has proved yet that it is the organization's.",
            "Publish the record that `causeway domain add DOMAIN` prints; `causeway domain verify DOMAIN` says what "
            + "was found. Then send again."),
        new(Reason.RelayDenied, 550, "5.7.1", "Relaying denied",
            "The recipient is in no domain of this organization and the sender has no right to relay.",
            "Submit with a user name and password on port 587 or 465, or send to the recipient's own MX."),
        new(Reason.RelayDeniedOwnSender, 550, "5.7.64",
            "Relay access denied: the connection is not attributed to a site",
            "The reverse-path or the address looks like one of our sites, but the connection did not prove it.",
            "Renew or correct the site's certificate; the message waits at the site until then."),
        new(Reason.SenderNotOwned, 550, "5.7.1", "You may not send with this reverse-path",
            "The authenticated user does not own the address in MAIL FROM.",
            "Send from an address of the mailbox that you signed in to, or have the address lent to you: "
            + "`causeway recipient change ADDRESS --send-as USER`."),
        new(Reason.FromNotOwned, 550, "5.7.1", "You may not send with the address in the From field",
            "The authenticated user does not own the address in From, and nobody lent it.",
            "Write from an address of the mailbox that you signed in to, or have the address lent to you: "
            + "`causeway recipient change ADDRESS --send-as USER`."),
        new(Reason.FromMissing, 550, "5.7.512", "The message has no From field",
            "RFC 5322 section 3.6 requires one; a submission without one is from nobody.",
            "Let the sending program write a From field with your address."),
        new(Reason.FromNotOne, 550, "5.7.512", "The message must have one From field with one address",
            "Several From fields, or several addresses in one, show different authors to different readers.",
            "Write one From field with one address."),
        new(Reason.FromNotClear, 550, "5.7.512", "The From field does not comply with RFC 5322 section 3.6.2",
            "The field cannot be read as one address without a doubt; the trace says what is wrong.",
            "Write it as: Name <user@domain>. Quote a name that holds signs such as ( ) < > , ; : @."),
        new(Reason.SenderFieldNotOwned, 550, "5.7.1", "You may not send with the address in the Sender field",
            "The authenticated user does not own the address in Sender, and nobody lent it.",
            "Leave the Sender field out, or write your own address there."),
        new(Reason.SenderFieldNotClear, 550, "5.6.0", "The Sender field is not one field with one address",
            "RFC 5322 section 3.6.2 allows one address in one field; the trace says what is wrong.",
            "Leave the Sender field out, or write it as: Name <user@domain>."),
        new(Reason.HeaderNotClear, 550, "5.6.0", "A line of the message's header is no header field",
            "A header line has a name, a colon and a text; readers differ in what they make of another.",
            "Repair the sending program; an empty line stands between header and text."),
        new(Reason.SendingDayLimit, 550, "5.1.90", "You have reached the limit of recipients for 24 hours",
            "The user has sent to as many recipients as `sending: recipients-per-day` allows.",
            "Wait until the earlier messages are a day old. An administrator who knows that it is no abuse: "
            + "`causeway sending release USER`."),
        new(Reason.SendingHourLimit, 450, "4.7.1", "You have reached the limit of recipients for an hour; try later",
            "The user has sent to as many recipients as `sending: recipients-per-hour` allows.",
            "Wait for an hour. An administrator who knows that it is no abuse: `causeway sending release USER`."),
        new(Reason.SendingMinuteLimit, 450, "4.7.1", "You have reached the limit of messages for a minute; try later",
            "The user has sent as many messages as `sending: messages-per-minute` allows.",
            "Nothing: sending programs try again after a minute. Let a program that sends much send more slowly."),
        new(Reason.UnknownRecipientOutside, 550, "5.4.1", "Recipient address rejected: access denied",
            "No recipient has this address.", "Correct the address."),
        new(Reason.UnknownRecipientInside, 550, "5.1.1", "No such recipient here",
            "No recipient has this address.", "Correct the address, or add the recipient to the directory."),
        new(Reason.DirectoryTooOld, 451, "4.3.0",
            "Recipient not known here yet: the copy of the directory is too old; try again later",
            "The site's copy of the directory was not confirmed within its limit: the recipient may exist.",
            "Nothing: the message is retried. Restore the link to the site that holds the directory's primary."),
        new(Reason.MailboxInsideOnly, 550, "5.7.134", "This mailbox takes mail from inside its organization only",
            "The recipient's accept-from says inside, and the message came from outside.",
            "Write from an account of the organization, or change accept-from of the recipient."),
        new(Reason.GroupInsideOnly, 550, "5.7.133", "This group takes mail from inside its organization only",
            "The group's accept-from says inside, and the message came from outside.",
            "Write from an account of the organization, or change accept-from of the group."),
        new(Reason.MailUserInsideOnly, 550, "5.7.136", "This recipient takes mail from inside its organization only",
            "The accept-from of the mail user or contact says inside, and the message came from outside.",
            "Write from an account of the organization, or change accept-from of the recipient."),
        new(Reason.SenderNotAccepted, 550, "5.7.124", "You are not among those who may write to this recipient",
            "The recipient's accept-from is a list, and the sender is not on it, nor in a group that is.",
            "Ask whoever looks after the recipient to add the sender to accept-from."),
        new(Reason.RecipientNotConfirmed, 451, "4.4.3",
            "Whether this recipient exists cannot be found out at this moment; try again later",
            "Another product keeps the recipients of this domain, and it did not answer.",
            "Nothing: the message is retried. `causeway status` shows since when it does not answer, and why."),
        new(Reason.NoRoute, 550, "5.4.4", "No arrow of the topology leads to the next hop",
            "The mailbox or the Internet cannot be reached from this site.", "Add the missing arrow to the file."),
        new(Reason.LoopAtCloud, 554, "5.4.14", "Mail loop: this recipient was served here before",
            "Two sites hold records of this recipient that point at each other.",
            "Correct the recipient's site in the directory."),
        new(Reason.Loop, 554, "5.4.6", "Mail loop: this recipient was served here before",
            "Two sites hold records of this recipient that point at each other.",
            "Correct the recipient's site in the directory."),
        new(Reason.RecordTooOld, 451, "4.4.6",
            "The recipient's record here is older than the one that sent this message",
            "A newer version of the record is on its way.", "Nothing: the message is retried."),
        new(Reason.TooManyHops, 554, "5.4.6", "Too many Received fields: possible mail loop",
            "The message carries more than 100 Received fields.", "Look for a forward that leads back to its source."),
        new(Reason.NullMx, 556, "5.1.10", "The domain accepts no mail (null MX)",
            "The recipient's domain publishes a null MX (RFC 7505).", "Correct the address."),
        new(Reason.DomainNotFound, 550, "5.1.2", "The domain does not exist",
            "DNS says that the recipient's domain does not exist.", "Correct the address."),
        new(Reason.NoUsableHost, 451, "4.4.4", "No usable mail host was found for the domain",
            "DNS gave no address to which mail may be sent.", "Check the domain's MX, A and AAAA records."),
        new(Reason.NoMailHost, 550, "5.4.4", "The domain has no mail host with a public address",
            "DNS answered, and named no host to which mail may be sent.", "Check the domain's MX, A and AAAA records."),
        new(Reason.LoopsBack, 554, "5.4.6", "Mail would loop back to this site",
            "The domain's best MX is this site, which does not hold the domain.",
            "Add the domain to the file, or correct its MX."),
        new(Reason.HostUnreachable, 451, "4.4.1", "The next hop does not answer",
            "No connection could be made, or it broke.", "Nothing: the message is retried."),
        new(Reason.TlsRequired, 451, "4.7.5", "The next hop offers no TLS, and TLS is required",
            "The connector demands TLS.", "Repair STARTTLS at the next hop."),
        new(Reason.PeerNotVerified, 451, "4.7.5", "The next hop's certificate does not prove its identity",
            "The certificate is expired, of another issuer, or bears another name.",
            "Renew or correct the certificate at the next hop; the message waits here."),
        new(Reason.TooManyRecipients, 452, "4.5.3", "Too many recipients in one message; send the rest in another",
            "A message has at most as many recipients as the site's limit says.", "Nothing: senders split and retry."),
        new(Reason.AnotherOrganization, 452, "4.5.3",
            "This recipient belongs to another organization; send a message of its own",
            "One message is for one organization at a site that serves several.", "Nothing: senders split and retry."),
        new(Reason.MessageTooLarge, 552, "5.3.4", "The message is larger than this site accepts",
            "The size limit of the site.", "Send a smaller message."),
        new(Reason.HeaderTooLarge, 552, "5.3.4", "The header block is larger than this site accepts",
            "The header limit of the site.", "Send a message with fewer or shorter header fields."),
        new(Reason.LineTooLong, 550, "5.6.0", "A line of the message is longer than 1000 octets",
            "RFC 5321 section 4.5.3.1.6.", "Encode the content as quoted-printable or base64."),
        new(Reason.BareCarriageReturnOrLineFeed, 550, "5.6.11", "The message holds a bare CR or LF",
            "Lines end in CRLF and nothing else (RFC 5321 section 2.3.8).", "Repair the sending program."),
        new(Reason.DmarcRejected, 550, "5.7.509",
            "Access denied, the sending domain does not pass DMARC and asks for rejection",
            "Neither SPF nor DKIM passed for the domain in From, and its DMARC record says p=reject (RFC 9989).",
            "Send through the domain's own servers, or have its administrator name the sending server in SPF or sign "
            + "with DKIM. A list or forwarder that changes messages: let it seal with ARC, and name it in "
            + "authentication: { trusted-sealers }."),
        new(Reason.OwnDomainNotProved, 550, "5.7.26",
            "This message claims a domain of ours and does not prove it",
            "The message came from the outside with a From or reverse-path in a domain of this organization, and "
            + "neither SPF nor DKIM passed for it.",
            "Submit with a user name and password. A service that sends in your name: add it to the domain's SPF, or "
            + "give it a DKIM key of the domain."),
        new(Reason.SenderNotJudged, 451, "4.4.3",
            "The sender cannot be judged: DNS of its domain gives no answer; try again later",
            "A look-up for SPF, DKIM or DMARC failed for now, and whether the message may pass depends on it.",
            "Nothing: the sender tries again. Where it goes on, look at the name servers of the sender's domain, and "
            + "at this site's resolver."),
        new(Reason.PartnerNeedsTls, 530, "5.7.0", "Must issue a STARTTLS command first",
            "Mail from this domain is taken over TLS only: the file names it as a partner.",
            "Send with STARTTLS, or take the domain out of `partners`."),
        new(Reason.PartnerNotProved, 550, "5.7.1", "This domain proves itself by its certificate, and none was good",
            "The file names a certificate for this partner; the connection showed none, or another.",
            "Show the certificate with that name, or correct the name in `partners`."),
        new(Reason.AuthenticationRequired, 530, "5.7.0", "Authentication required",
            "This port takes mail from signed-in users only.", "Sign in with a user name and password."),
        new(Reason.AuthenticationNeedsTls, 538, "5.7.11", "Encryption required for authentication",
            "Passwords never travel in clear.", "Use STARTTLS on port 587, or port 465."),
        new(Reason.AuthenticationFailed, 535, "5.7.8", "Authentication credentials invalid",
            "The user name or the password is wrong.", "Correct them."),
        new(Reason.TooManySignIns, 454, "4.7.0", "Too many failed sign-ins; try again later",
            "Passwords were guessed from this network, or many were guessed for this account.",
            "Nothing: it ends by itself. `causeway sign-in list` shows it, `causeway sign-in release` ends it."),
        new(Reason.SignInsBusy, 454, "4.7.0", "Temporary authentication failure: too many sign-ins at once",
            "More sign-ins are under way than the site computes at once.", "Nothing: clients try again."),
        new(Reason.TooManyErrors, 421, "4.7.0", "Too many errors; closing the connection",
            "The session exceeded its limit of errors.", "Repair the sending program."),
        new(Reason.TooManyConnections, 421, "4.7.0", "Too many connections from your address",
            "One address may open a limited number of connections.", "Nothing: senders wait and retry."),
        new(Reason.TooManyRefusedRecipients, 421, "4.7.0", "Too many refused recipients; closing the connection",
            "The session named more unknown recipients than the site's limit allows.",
            "Remove the recipients that were refused from the list."),
        new(Reason.NotAcceptingConnections, 421, "4.3.2", "The service takes no new connections at this moment",
            "The site is short of memory, disk or connections.", "Nothing: senders retry. Look at the site's log."),
        new(Reason.InsufficientStorage, 452, "4.3.1", "Insufficient system storage; try again later",
            "The site's disk is full or too slow.", "Nothing: senders retry. Give the site's data folder more room."),
        new(Reason.Utf8NotOffered, 553, "5.6.7", "The next hop takes no internationalized addresses or header fields",
            "The message needs SMTPUTF8 (RFC 6531), which the next hop does not offer; nothing is converted.",
            "Write to an address in ASCII, and use ASCII addresses in the header."),
        new(Reason.EightBitNotOffered, 554, "5.6.3", "The next hop takes no 8-bit content",
            "The message holds octets above 127, and the next hop does not offer 8BITMIME (RFC 6152).",
            "Encode the content as quoted-printable or base64."),
        new(Reason.Timeout, 421, "4.4.2", "Timeout; closing the connection",
            "The peer was silent for too long (RFC 5321 section 4.5.3.2).", "Nothing: senders retry."),
        new(Reason.ShuttingDown, 421, "4.3.2", "The service is shutting down",
            "The site is being stopped.", "Nothing: senders retry."),
        new(Reason.LocalFault, 451, "4.3.0", "A local fault; try again later",
            "The site could not store the message.", "See the site's log."),
        new(Reason.MailboxFault, 451, "4.3.0", "The mailbox cannot be written at this moment",
            "The mailbox store failed.", "See the site's log."),
        new(Reason.MailboxFull, 552, "5.2.2", "The mailbox is full",
            "The mailbox would hold more than the quota of its recipient.",
            "Delete mail from the mailbox, or raise the recipient's quota; then send again."),
        new(Reason.LinkBroken, 451, "4.7.5", "A site of ours did not recognize this site; the link is broken",
            "The neighbour answered 5.7.51 or 5.7.64: it did not attribute our connection.",
            "Check this site's certificate and the neighbour's copy of the file; the message waits here."),
        new(Reason.ForwardingOutsideIsOff, 550, "5.7.520", "The organization does not allow forwarding to the outside",
            "The mailbox forwards to an outside address, and the file forbids that.",
            "Remove the forward, or write forwarding: { outside: yes }."),
        new(Reason.ForwardingToDomainIsOff, 550, "5.7.520", "The organization does not allow forwarding to this domain",
            "The mailbox forwards to an outside domain for which the file says forwarding: no.",
            "Remove the forward, or change the domain in remote-domains."),
        new(Reason.ReturnAddressForNotices, 550, "5.7.1", "This address takes notices without reverse-path only",
            "It is a return address (SRS) of a forwarded message, and the mail for it has a reverse-path.",
            "Write to the sender's own address."),
        new(Reason.ReturnAddressNotOurs, 550, "5.7.1", "This return address was not made here",
            "The hash of the return address (SRS) is not one of this organization's.",
            "Nothing: it was made up, or changed on its way."),
        new(Reason.ReturnAddressTooOld, 550, "5.4.7", "This return address is no longer valid",
            "A return address (SRS) is good for 21 days.", "Write to the sender's own address."),
        new(Reason.ReturnAddressNotKept, 550, "5.4.7", "This return address is not known, or no longer",
            "A return address whose sender is remembered here was not found; it is kept for 21 days.",
            "Write to the sender's own address."),
        new(Reason.ReturnAddressesFull, 451, "4.3.1", "No more return addresses can be remembered at this moment",
            "The reverse-path is too long to be rewritten, and the list of those that are remembered is full.",
            "Nothing: the message is retried. Look whether somebody floods a mailbox that forwards."),
        new(Reason.HeldForAdministrator, 550, "5.0.0", "The message is held for the administrator",
            "It could not be delivered, and no notice could be sent.", "Look at it with trace."),
    }.ToFrozenDictionary(entry => entry.Reason);

    public static SmtpReply For(Reason reason) => Entries[reason].Reply;

    /// <summary>What lies behind a refusal, in one sentence.</summary>
    public static string Cause(Reason reason) => Entries[reason].Cause;

    /// <summary>What to do about it, in one sentence.</summary>
    public static string Cure(Reason reason) => Entries[reason].Cure;

    /// <summary>The reason of a reply of ours, which may go on behind the text of the table; null for others.</summary>
    public static Reason? ReasonOf(string reply)
    {
        foreach (var (reason, entry) in Entries)
        {
            if (reply.StartsWith(entry.Line, StringComparison.Ordinal))
            {
                return reason;
            }
        }

        return null;
    }

    private sealed record Entry(Reason Reason, int Code, string Status, string Text, string Cause, string Cure)
    {
        public SmtpReply Reply { get; } = SmtpReply.Of(Code, Status, Text);

        public string Line { get; } = SmtpReply.Of(Code, Status, Text).ToString();
    }
}
