namespace Causeway.Smtp.Server;

/// <summary>The limits of a server. Lengths are in octets, CRLF included.</summary>
public sealed record SmtpLimits
{
    /// <summary>
    /// RFC 5321 section 4.5.3.1.4 asks for 512; the parameters of extensions add to it (section 4.1.1.11).
    /// </summary>
    public int CommandLine { get; init; } = 2048;

    /// <summary>AUTH and the lines of its exchange: RFC 4954 section 4.3.</summary>
    public int AuthLine { get; init; } = 12288;

    /// <summary>RFC 5321 section 4.5.3.1.6.</summary>
    public int TextLine { get; init; } = 1000;

    /// <summary>No RFC sets one; RFC 5321 section 4.5.3.1.7 allows a limit on content of 64 KiB and more.</summary>
    public int HeaderBlock { get; init; } = 256 * 1024;

    /// <summary>RFC 5321 section 4.5.3.1.7; announced as SIZE (RFC 1870).</summary>
    public long MessageSize { get; init; } = 50 * 1024 * 1024;

    /// <summary>RFC 5321 section 4.5.3.1.8: at least 100.</summary>
    public int Recipients { get; init; } = 1000;

    /// <summary>
    /// Errors of protocol and failed sign-ins after which 421 closes the connection (RFC 5321 section 4.3.2).
    /// </summary>
    public int Errors { get; init; } = 20;

    /// <summary>
    /// Recipients refused for good in one session, after which 421 closes it: who guesses addresses is slowed down, and
    /// an honest sender goes on without those it knows of (RFC 5321 section 7.3).
    /// </summary>
    public int RefusedRecipients { get; init; } = 100;

    /// <summary>Connections at once from one address (RFC 5321 section 7.8 leaves such limits to the site).</summary>
    public int ConnectionsPerAddress { get; init; } = 100;

    /// <summary>Connections at once in all (RFC 5321 section 7.8).</summary>
    public int Connections { get; init; } = 5000;

    /// <summary>RFC 5321 section 4.5.3.2.7: at least 5 minutes for the next command.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>RFC 5321 section 4.5.3.2.5: 3 minutes for a block of content.</summary>
    public TimeSpan DataBlockTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// One message from the first to the last octet of its content; no RFC sets a limit. 50 MB take an hour at 14 KB/s.
    /// </summary>
    public TimeSpan DataTotalTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// RFC 5321 section 4.5.3.2.6: after 10 minutes the client no longer waits for the reply to a message.
    /// </summary>
    public TimeSpan DataTerminationTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>No RFC sets one; a handshake is a part of the wait for a command (RFC 5321 section 4.5.3.2).</summary>
    public TimeSpan TlsHandshakeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A balancer says at once for whom it connects; its protocol asks for 3 seconds at the least.</summary>
    public TimeSpan ProxyHeaderTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
