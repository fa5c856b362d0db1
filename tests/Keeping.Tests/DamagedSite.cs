using Causeway.Auditing;
using Causeway.Core.Addresses;
using Causeway.Keeping.Verification;
using Causeway.Mailboxes;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Keeping.Tests;

/// <summary>
/// A stopped site with mail: message 0 delivered to a mailbox, message 1 waiting for another site, message 2 delivered
/// to one recipient and waiting for the other.
/// </summary>
internal sealed class DamagedSite : IDisposable
{
    public const string Ada = "ada@contoso.example";
    public const string Grace = "grace@contoso.example";

    private static readonly TimeProvider Clock = TimeProvider.System;

    private readonly DirectoryInfo above = Directory.CreateTempSubdirectory("causeway-keeping-");

    public string Folder => Path.Combine(above.FullName, "cloud");

    public string Backups => Path.Combine(above.FullName, "backups");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static string TraceId(int message) => $"01M88AHR241AXPH9WXM6JRE9Y{message}";

    public static async Task<DamagedSite> CreateAsync()
    {
        var site = new DamagedSite();
        var spool = await Spool.OpenAsync(
            new FolderDisk(site.In("spool")), new SpoolOptions(), Clock, NullLogger<Spool>.Instance, Token);
        await using (spool)
        {
            using var mailboxes = new MailboxStore(new FolderDisk(site.In("mailboxes")));
            await AcceptAsync(spool, mailboxes, 0, [Copy(0, DestinationKind.Mailbox, Ada)]);
            await AcceptAsync(spool, mailboxes, 1, [Copy(0, DestinationKind.Site, Grace)]);
            await AcceptAsync(
                spool, mailboxes, 2, [Copy(0, DestinationKind.Mailbox, Ada), Copy(1, DestinationKind.Site, Grace)]);
        }

        await using (var audit = await AuditLog.OpenAsync(
            new FolderDisk(site.Folder), Clock, NullLogger<AuditLog>.Instance, Token))
        {
            audit.Append("ada (1000)", "site.started", "cloud", null, "contoso");
            await DataFormat.UpgradeAsync(site.Folder, null, audit, NullLogger.Instance, Token);
        }

        return site;
    }

    public string In(string name) => Path.Combine(Folder, name);

    public async Task<SiteReport> VerifyAsync()
    {
        await using var hold = StoppedSite.Hold(Folder, Clock);
        return await new SiteCheck(Folder, hold, null).RunAsync(Token);
    }

    public IEnumerable<string> Files() => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal);

    public void Dispose() => above.Delete(recursive: true);

    private static Copy Copy(int number, DestinationKind kind, string recipient) =>
        new(number, kind, kind == DestinationKind.Site ? "office" : recipient, [recipient]);

    private static async Task AcceptAsync(Spool spool, MailboxStore mailboxes, int number, Copy[] copies)
    {
        using var body = spool.BeginBody();
        var octets = System.Text.Encoding.UTF8.GetBytes(
            $"Subject: number {number}\r\nMessage-ID: <{number}@test>\r\n\r\nHello.\r\n");
        await body.WriteAsync(octets, Token);
        var message = await spool.CommitAsync(
            body,
            new Accepted
            {
                At = Clock.GetUtcNow(), Id = $"1M88AHR{number}{number}000K8P{number}", TraceId = TraceId(number),
                Organization = "contoso", Peer = new Peer("192.0.2.1:25", null, null, null),
                From = "alice@fabrikam.example", Recipients = [.. copies.SelectMany(copy => copy.Recipients)],
                MessageId = $"<{number}@test>", Copies = [.. copies], Hops = [],
            },
            Token);
        foreach (var copy in copies.Where(copy => copy.Kind == DestinationKind.Mailbox))
        {
            await spool.RecordAsync(
                new Attempted { At = Clock.GetUtcNow(), Id = message.Id, Copy = copy.Number, Attempt = 1 },
                Durability.Synced, Token);
            var id = await mailboxes.DeliverAsync(
                new MailboxDelivery
                {
                    Address = EmailAddress.Parse(copy.Recipients[0]), QueueId = message.Id, Copy = copy.Number,
                    Attempt = 1, ReversePath = ReversePath.Parse(message.From), AcceptedAt = message.At,
                    Octets = spool.ReadAsync(message, Token),
                },
                Token);
            await spool.RecordAsync(
                new Ended
                {
                    At = Clock.GetUtcNow(), Id = message.Id, Copy = copy.Number, Attempt = 1,
                    Results = [new Result(copy.Recipients[0], Outcome.Delivered, $"250 2.1.5 Stored as {id}")],
                },
                Durability.Synced, Token);
        }
    }
}
