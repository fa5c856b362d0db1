using System.Runtime.CompilerServices;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Mailboxes.Tests;

/// <summary>What a mailbox may hold.</summary>
public sealed class QuotaTests : IDisposable
{
    private const int Octets = 1000;

    private static readonly EmailAddress Ada = EmailAddress.Parse("ada@contoso.example");
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 9, 5, 7, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-").FullName;
    private readonly SetClock clock = new();
    private readonly int one;
    private MailboxStore store;

    public QuotaTests()
    {
        store = NewStore();
        one = Octets + MailboxStore.TopFields(ReversePath.Null, Ada).Length;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_mailbox_takes_what_fits_and_not_one_octet_more()
    {
        Assert.Equal(new MailboxUsage(one, 2 * one), Stored(await DeliverAsync("Q1", 2 * one)));
        Assert.Equal(new MailboxUsage(2 * one, 2 * one), Stored(await DeliverAsync("Q2", 2 * one)));
        Assert.Equal(
            new MailboxResult.Full(new MailboxUsage(2 * one, 2 * one)), await DeliverAsync("Q3", 2 * one));
        Assert.Equal(
            new MailboxResult.Full(new MailboxUsage(2 * one, (3 * one) - 1)), await DeliverAsync("Q3", (3 * one) - 1));
        Assert.Equal(2, (await store.ListAsync(Ada, Token)).Length);
    }

    [Fact]
    public async Task What_was_stored_before_a_restart_and_without_a_quota_counts()
    {
        await store.DeliverAsync(Delivery("Q1"), Token);
        store.Dispose();
        store = NewStore();
        Assert.IsType<MailboxResult.Full>(await DeliverAsync("Q2", (2 * one) - 1));
        await store.DeliverAsync(Delivery("Q3"), Token);
        Assert.Equal(new MailboxUsage(3 * one, 9 * one), Stored(await DeliverAsync("Q4", 9 * one)));
    }

    [Fact]
    public async Task A_delivery_made_again_is_there_however_full_the_mailbox_is()
    {
        var id = Assert.IsType<MailboxResult.Stored>(await DeliverAsync("Q1", one)).Id;
        var again = await store.TryDeliverAsync(Delivery("Q1") with { Quota = one, Attempt = 2 }, Token);
        Assert.Equal(id, Assert.IsType<MailboxResult.Stored>(again).Id);
        Assert.Single(await store.ListAsync(Ada, Token));
    }

    [Fact]
    public async Task What_its_owner_deletes_makes_room_within_a_minute()
    {
        var id = Assert.IsType<MailboxResult.Stored>(await DeliverAsync("Q1", one)).Id;
        File.Delete(Path.Combine(folder, "ada@contoso.example", "new", id));
        Assert.IsType<MailboxResult.Full>(await DeliverAsync("Q2", one));
        clock.Time += TimeSpan.FromMinutes(1);
        Assert.Equal(new MailboxUsage(one, one), Stored(await DeliverAsync("Q2", one)));
    }

    [Fact]
    public async Task A_delivery_that_breaks_off_gives_its_room_back()
    {
        await Assert.ThrowsAsync<IOException>(async () => await store.TryDeliverAsync(
            Delivery("Q1") with { Quota = one, Octets = Breaking() }, Token));
        Assert.Equal(new MailboxUsage(one, one), Stored(await DeliverAsync("Q1", one)));
    }

    [Fact]
    public async Task Deliveries_at_once_never_go_beyond_it_together()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => Task.Run(async () => await DeliverAsync($"Q{i}", 5 * one), Token)));

        var stored = results.Count(result => result is MailboxResult.Stored);
        Assert.InRange(stored, 1, 5);
        Assert.Equal(stored, (await store.ListAsync(Ada, Token)).Length);
        for (var i = 0; i < 20; i++)
        {
            await DeliverAsync($"R{i}", 5 * one);
        }

        Assert.Equal(5, (await store.ListAsync(Ada, Token)).Length);
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Time { get; set; } = Now;

        public override DateTimeOffset GetUtcNow() => Time;
    }

    private MailboxStore NewStore() => new(new FolderDisk(folder), clock);

    private ValueTask<MailboxResult> DeliverAsync(string queueId, long quota) =>
        store.TryDeliverAsync(Delivery(queueId) with { Quota = quota }, Token);

    private static MailboxUsage? Stored(MailboxResult result) => Assert.IsType<MailboxResult.Stored>(result).Usage;

    private static MailboxDelivery Delivery(string queueId) => new()
    {
        Address = Ada, QueueId = queueId, Copy = 0, Attempt = 1, ReversePath = ReversePath.Null, AcceptedAt = Now,
        Size = Octets, Octets = Pieces(Encoding.UTF8.GetBytes(new string('x', Octets)), Token),
    };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(
        byte[] octets, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        yield return octets;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Breaking()
    {
        await Task.Yield();
        yield return new byte[10];
        throw new IOException("The disk is gone.");
    }
}
