namespace Causeway.Smtp.Wire;

/// <summary>What is wrong with the argument of a command; the server's table of replies gives each its code.</summary>
public enum SyntaxFault
{
    None,

    /// <summary>An argument is missing, malformed, or given where none belongs.</summary>
    Argument,

    /// <summary>The host name of EHLO or HELO is missing or is no name.</summary>
    HostName,

    /// <summary>The path of MAIL is not a reverse-path in angle brackets.</summary>
    ReversePath,

    /// <summary>The path of RCPT is not a forward-path in angle brackets.</summary>
    ForwardPath,

    /// <summary>An octet above 127 in an address, and MAIL had no SMTPUTF8 (RFC 6531 section 3.5).</summary>
    NonAsciiAddress,

    /// <summary>A parameter that no offered extension defines.</summary>
    UnknownParameter,

    /// <summary>A known parameter with a bad value, or given twice.</summary>
    ParameterValue,

    /// <summary>Base64 that is none (RFC 4954 section 4).</summary>
    Base64,

    /// <summary>A mechanism of authentication that is not offered.</summary>
    UnknownMechanism,

    /// <summary>The client cancelled the exchange of AUTH with <c>*</c>.</summary>
    Cancelled,
}
