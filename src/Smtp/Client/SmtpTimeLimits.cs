namespace Causeway.Smtp.Client;

/// <summary>How long each wait may last: the minima of RFC 5321 section 4.5.3.2.</summary>
public sealed record SmtpTimeLimits
{
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>RFC 5321 section 4.5.3.2.1: the first 220.</summary>
    public TimeSpan Greeting { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Sections 4.5.3.2.2 and 4.5.3.2.3: MAIL and RCPT; EHLO, STARTTLS, RSET and AUTH get the same.</summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The TLS handshake, on which the RFCs are silent.</summary>
    public TimeSpan Handshake { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Section 4.5.3.2.4: the 354 to DATA.</summary>
    public TimeSpan DataInitiation { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Section 4.5.3.2.5: the peer takes one block of the message.</summary>
    public TimeSpan DataBlock { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Section 4.5.3.2.6: the answer to the final dot.</summary>
    public TimeSpan DataTermination { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The 221 to QUIT; nothing depends on it.</summary>
    public TimeSpan Quit { get; init; } = TimeSpan.FromSeconds(5);
}
