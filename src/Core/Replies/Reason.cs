namespace Causeway.Core.Replies;

/// <summary>
/// Why Causeway refuses or defers. <see cref="ReplyTable"/> holds the reply and the explanation of each.
/// </summary>
public enum Reason
{
    DoorLocked,
    RoutingDomainAtFilter,
    RelayDenied,
    RelayDeniedOwnSender,
    SenderNotOwned,
    UnknownRecipientOutside,
    UnknownRecipientInside,
    NoRoute,
    LoopAtCloud,
    Loop,
    RecordTooOld,
    TooManyHops,
    NullMx,
    DomainNotFound,
    NoUsableHost,
    HostUnreachable,
    TlsRequired,
    PeerNotVerified,
    TooManyRecipients,
    MessageTooLarge,
    HeaderTooLarge,
    LineTooLong,
    BareCarriageReturnOrLineFeed,
    AuthenticationRequired,
    AuthenticationNeedsTls,
    AuthenticationFailed,
    TooManyErrors,
    TooManyConnections,
    Timeout,
    ShuttingDown,
    LocalFault,
    MailboxFault,
    LinkBroken,
    ForwardingOutsideIsOff,
    HeldForAdministrator,
}
