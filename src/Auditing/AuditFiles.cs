using System.Text;
using Causeway.Storage;

namespace Causeway.Auditing;

/// <summary>The two files: the log, and beside it the head, which says up to where the log was recorded.</summary>
internal static class AuditFiles
{
    public const string Log = "audit.log";
    public const string Head = "audit.head";

    private const string NextHead = "audit.head.new";

    /// <summary>The recorded head; null where there is none, or its file is damaged.</summary>
    public static async ValueTask<AuditHead?> ReadHeadAsync(IDisk disk, CancellationToken ct)
    {
        if (!disk.Exists(Head))
        {
            return null;
        }

        using var file = disk.OpenForRead(Head);
        var octets = new byte[128];
        var read = await file.ReadAsync(0, octets, ct).ConfigureAwait(false);
        return AuditHead.TryParse(Encoding.UTF8.GetString(octets, 0, read), out var head) ? head : null;
    }

    public static void WriteHead(IDisk disk, AuditHead head)
    {
        using (var file = disk.Create(NextHead))
        {
            file.Append([Encoding.UTF8.GetBytes($"{head}\n")]);
            file.Sync();
        }

        disk.Rename(NextHead, Head);
        disk.SyncFolder("");
    }
}
