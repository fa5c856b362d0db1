using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Auditing.Tests;

/// <summary>Audit logs to look at.</summary>
internal static class SomeLog
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static ValueTask<AuditLog> OpenAsync(IDisk disk) => AuditLog.OpenAsync(
        disk, new FakeTimeProvider(Start), NullLogger<AuditLog>.Instance, TestContext.Current.CancellationToken);

    /// <summary>A log of so many entries, closed.</summary>
    public static async Task WriteAsync(IDisk disk, int entries)
    {
        await using var log = await OpenAsync(disk);
        for (var i = 1; i <= entries; i++)
        {
            log.Append(
                "ada (1000)", "queue.hold", $"message {i}", "grace@contoso.example waiting", "\u00e9 \"held\"\n");
        }
    }

    public static ValueTask<AuditVerdict> VerifyAsync(IDisk disk, AuditHead? known = null) =>
        AuditLog.VerifyAsync(disk, known, TestContext.Current.CancellationToken);

    public static async Task<List<AuditEntry>> ReadAsync(IDisk disk)
    {
        var entries = new List<AuditEntry>();
        await foreach (var entry in AuditLog.ReadAsync(disk, TestContext.Current.CancellationToken))
        {
            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The octets of a file.</summary>
    public static async Task<byte[]> OctetsAsync(IDisk disk, string name)
    {
        using var file = disk.OpenForRead(name);
        var octets = new byte[file.Length];
        Assert.Equal(octets.Length, await file.ReadAsync(0, octets, TestContext.Current.CancellationToken));
        return octets;
    }

    /// <summary>Another disk with these two files and nothing else.</summary>
    public static IDisk With(byte[] log, byte[]? head)
    {
        var disk = new Ledger.Forgetting.ForgetfulDisk();
        Put(AuditFiles.Log, log);
        if (head is not null)
        {
            Put(AuditFiles.Head, head);
        }

        return disk;

        void Put(string name, byte[] octets)
        {
            using var file = disk.Create(name);
            file.Append([octets]);
        }
    }
}
