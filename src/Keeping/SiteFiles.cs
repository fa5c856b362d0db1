namespace Causeway.Keeping;

/// <summary>The names in a site's data folder, as backups and checks need them.</summary>
internal static class SiteFiles
{
    public const string Spool = "spool";
    public const string Facts = "spool/facts";
    public const string Bodies = "spool/bodies";
    public const string Checkpoint = "spool/checkpoint";
    public const string Times = "spool/times";
    public const string Lock = "spool/lock";
    public const string Mailboxes = "mailboxes";
    public const string Memory = "memory";
    public const string Address = "address";
    public const string Format = "format";
    public const string AuditLog = "audit.log";
    public const string AuditHead = "audit.head";
    public const string Directory = "directory/log";
    public const string Credentials = "credentials";
    public const string Topology = "topology";
    public const string SigningKeys = "dkim";

    /// <summary>Begins the names of identities, which end in <c>.pem</c>.</summary>
    public const string Identity = "identity";
}
