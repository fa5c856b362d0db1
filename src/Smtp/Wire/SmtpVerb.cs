namespace Causeway.Smtp.Wire;

/// <summary>The commands of RFC 5321 section 4.1.1, STARTTLS (RFC 3207), AUTH (RFC 4954) and BDAT (RFC 3030).</summary>
public enum SmtpVerb
{
    Unknown,
    Ehlo,
    Helo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Expn,
    Help,
    StartTls,
    Auth,
}
