namespace Causeway.Smtp.Server;

/// <summary>What a port is for.</summary>
public enum ListenerKind
{
    /// <summary>Mail between MTAs (RFC 5321), port 25: STARTTLS, no AUTH.</summary>
    Mta,

    /// <summary>Submission (RFC 6409), port 587: STARTTLS, then AUTH.</summary>
    Submission,

    /// <summary>Submission under implicit TLS (RFC 8314 section 3.3), port 465.</summary>
    Submissions,
}
