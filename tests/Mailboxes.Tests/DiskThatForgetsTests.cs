using Causeway.Core.Addresses;
using Causeway.Ledger.Forgetting;
using Causeway.Storage;

namespace Causeway.Mailboxes.Tests;

/// <summary>
/// Mailboxes over the disk that forgets (docs/adr/0015-crash-ledger.md): a delivery that returned survives whatever
/// dies then, and made again it makes no second message.
/// </summary>
public sealed class DiskThatForgetsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_delivery_that_returned_is_there_once_whichever_operation_of_the_disk_is_the_last()
    {
        var (histories, crashes, faults) = await CrashEverywhereAsync(24, disk => disk);
        output.WriteLine($"{histories} histories with {crashes} crashes, {faults.Count} faults");
        faults.Take(20).ToList().ForEach(output.WriteLine);
        Assert.Empty(faults);
        Assert.True(crashes > 1000, $"only {crashes} crashes");
    }

    [Fact]
    public Task A_store_that_does_not_sync_its_files_is_found_out() =>
        IsFoundOutAsync(name => name.Contains("/tmp/", StringComparison.Ordinal), _ => false);

    [Fact]
    public Task A_store_that_does_not_sync_the_names_of_its_messages_is_found_out() =>
        IsFoundOutAsync(_ => false, folder => folder.EndsWith("/new", StringComparison.Ordinal));

    [Fact]
    public Task A_store_that_does_not_sync_the_name_of_its_address_is_found_out() =>
        IsFoundOutAsync(_ => false, folder => !folder.EndsWith("/new", StringComparison.Ordinal));

    private static async Task IsFoundOutAsync(Predicate<string> file, Predicate<string> folder)
    {
        var (_, _, faults) = await CrashEverywhereAsync(2, disk => new CarelessDisk(disk, file, folder));
        Assert.NotEmpty(faults);
    }

    private static async Task<(int Histories, int Crashes, List<string> Faults)> CrashEverywhereAsync(
        int seeds, Func<IDisk, IDisk> wrap)
    {
        var (histories, crashes, faults) = (0, 0, new List<string>());
        await Parallel.ForAsync(0, seeds, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            for (var operation = 1; ; operation++)
            {
                var second = operation % 2 == 0 ? 1 + ((operation / 2) % 30) : 0;
                var history = new History(seed, [operation, second], wrap);
                await history.RunAsync();
                lock (faults)
                {
                    histories++;
                    crashes += history.Crashes;
                    faults.AddRange(history.Faults.Select(fault => $"seed {seed}, {operation}, {second}: {fault}"));
                }

                if (history.Crashes == 0)
                {
                    return;
                }
            }
        });
        return (histories, crashes, faults);
    }

    private sealed class History
    {
        private readonly int seed;
        private readonly int[] crashAt;
        private readonly Func<IDisk, IDisk> wrap;
        private readonly List<(EmailAddress Address, byte[] Octets, string QueueId)> deliveries;
        private readonly Dictionary<string, string> returned = [];
        private readonly Random chance;

        public History(int seed, int[] crashAt, Func<IDisk, IDisk> wrap)
        {
            (this.seed, this.crashAt, this.wrap) = (seed, crashAt, wrap);
            var random = new Random(seed);
            chance = new Random(unchecked((seed * 31) + crashAt[0]));
            deliveries = [.. Enumerable.Range(0, 6).Select(number =>
            {
                var octets = new byte[random.Next(2000)];
                random.NextBytes(octets);
                return (EmailAddress.Parse(number % 2 == 0 ? "ada@x.example" : "bob@x.example"), octets, $"Q{number}");
            })];
        }

        public int Crashes { get; private set; }

        public List<string> Faults { get; } = [];

        public async Task RunAsync()
        {
            var disk = new ForgetfulDisk(crashAt[0]);
            for (var run = 0; ; run++)
            {
                await LookAsync(disk.Restart(Survival.OfProcessDeath), isEnd: false);
                disk = disk.Restart(Survival.OfProcessDeath, run < crashAt.Length ? crashAt[run] : 0);
                await DeliverAsync(disk);
                if (!disk.Down.IsCompleted)
                {
                    break;
                }

                Crashes++;
                disk = disk.Restart(Survival.Of(unchecked((seed * 7919) + (crashAt[run] * 104729)) & int.MaxValue));
            }

            await LookAsync(disk, isEnd: true);
        }

        // What has not returned is delivered; some of what has, again: the record of its end may have been lost.
        private async Task DeliverAsync(ForgetfulDisk disk)
        {
            using var store = new MailboxStore(wrap(disk));
            foreach (var wave in deliveries.Chunk(3))
            {
                await Task.WhenAll(wave
                    .Where(delivery => !returned.ContainsKey(delivery.QueueId) || chance.Next(2) == 0)
                    .Select(delivery => DeliverAsync(store, delivery, 1 + chance.Next(2))).ToList());
                if (disk.Down.IsCompleted)
                {
                    return;
                }
            }
        }

        private async Task DeliverAsync(
            MailboxStore store, (EmailAddress Address, byte[] Octets, string QueueId) delivery, int attempt)
        {
            try
            {
                var id = await store.DeliverAsync(
                    new MailboxDelivery
                    {
                        Address = delivery.Address,
                        QueueId = delivery.QueueId,
                        Copy = 0,
                        Attempt = attempt,
                        ReversePath = ReversePath.Null,
                        AcceptedAt = DateTimeOffset.UnixEpoch,
                        Octets = new[] { (ReadOnlyMemory<byte>)delivery.Octets }.ToAsyncEnumerable(),
                    },
                    default);
                lock (returned)
                {
                    returned[delivery.QueueId] = id;
                }
            }
            catch (CrashException)
            {
                // Nobody was told that it is there.
            }
        }

        private async Task LookAsync(ForgetfulDisk disk, bool isEnd)
        {
            using var store = new MailboxStore(disk);
            var addresses = await store.AddressesAsync(default);
            foreach (var delivery in deliveries.Where(delivery => isEnd || returned.ContainsKey(delivery.QueueId)))
            {
                var found = (await store.ListAsync(delivery.Address, default))
                    .Where(message => message.Id.Contains(delivery.QueueId, StringComparison.Ordinal)).ToList();
                if (found.Count != 1 || found[0].Id != returned[delivery.QueueId])
                {
                    Faults.Add($"{delivery.QueueId} is there {found.Count} times");
                }
                else if (!await HoldsAsync(store, delivery.Address, found[0].Id, delivery.Octets))
                {
                    Faults.Add($"{delivery.QueueId} has other octets");
                }

                if (!addresses.Contains(delivery.Address))
                {
                    Faults.Add($"{delivery.Address} is no mailbox any more");
                }
            }
        }

        private static async Task<bool> HoldsAsync(MailboxStore store, EmailAddress address, string id, byte[] octets)
        {
            var stored = new List<byte>();
            await foreach (var piece in store.Open(address, id, default)!)
            {
                stored.AddRange(piece.Span);
            }

            return stored.Count > octets.Length && stored.TakeLast(octets.Length).SequenceEqual(octets);
        }
    }
}
