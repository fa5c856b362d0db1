namespace Causeway.Smtp.Server;

/// <summary>How far a session has come (RFC 5321 section 4.1.4).</summary>
internal enum SessionState
{
    Connected,
    Greeted,

    /// <summary>MAIL was accepted, no recipient yet.</summary>
    Mail,

    /// <summary>At least one recipient was accepted.</summary>
    Recipient,

    /// <summary>Content has begun to come by BDAT (RFC 3030 section 2).</summary>
    Content,
}
