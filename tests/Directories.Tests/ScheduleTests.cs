using Causeway.Core.Addresses;
using Causeway.Ledger.Forgetting;

namespace Causeway.Directories.Tests;

/// <summary>
/// Two sites and a filter that have one primary: changed at the same moment, links cut and healed, sites killed, the
/// primary among them, on disks that forget. Whatever happens, no address has two owners, nothing that was confirmed is
/// lost, and the copies are equal when the links are whole.
/// </summary>
public sealed class ScheduleTests(ITestOutputHelper output)
{
    private const int Steps = 120;
    private static readonly string[] Names = ["ada", "bob", "carol", "dan", "eve", "fred"];

    [Fact]
    public async Task Copies_are_equal_and_no_address_has_two_owners_whatever_the_schedule()
    {
        var counts = new Counts();
        for (var seed = 1; seed <= 150; seed++)
        {
            await RunAsync(seed, counts);
        }

        output.WriteLine($"{counts}");
        Assert.True(counts is { Confirmed: > 1000, Refused: > 1000, Kills: > 500, Cuts: > 500 }, $"{counts}");
    }

    private static async Task RunAsync(int seed, Counts counts)
    {
        var random = new Random(seed);
        Node primary = new(DirectoryView.Full), office = new(DirectoryView.Full), filter = new(DirectoryView.Addresses);
        Node[] nodes = [primary, office, filter];
        foreach (var node in nodes)
        {
            await node.StartAsync(random);
        }

        var confirmed = new Dictionary<EmailAddress, string?>();
        for (var step = 0; step < Steps; step++)
        {
            switch (random.Next(10))
            {
                case < 5:
                    Order(primary, random, confirmed, counts);
                    break;
                case < 8:
                    Follow(primary, nodes[random.Next(1, 3)], most: random.Next(4), counts);
                    break;
                default:
                    counts.Kills++;
                    await nodes[random.Next(3)].RestartAsync(random);
                    break;
            }

            foreach (var node in nodes)
            {
                Assert.Null(node.Store.State().OwnerFault());
            }

            AssertConfirmed(primary.Store.State(), confirmed);
        }

        foreach (var node in nodes)
        {
            await node.RestartAsync(random, crashes: false);
        }

        Follow(primary, office, int.MaxValue, counts);
        Follow(primary, filter, int.MaxValue, counts);
        Assert.Equal(primary.Store.State().Text(), office.Store.State().Text());
        Assert.Equal(
            primary.Store.State().Records.SelectMany(record => record.Addresses).Select(owned => $"{owned}").Order(),
            filter.Store.State().Records.Select(record => $"{record.Address}").Order());
        AssertConfirmed(primary.Store.State(), confirmed);
    }

    // Either site may have asked: the primary takes one after the other.
    private static void Order(
        Node primary, Random random, Dictionary<EmailAddress, string?> confirmed, Counts counts)
    {
        var record = Some.Mailbox(Name(random), [.. Enumerable.Range(0, random.Next(3)).Select(_ => Name(random))]);
        DirectoryEdit edit = random.Next(4) switch
        {
            0 => new DirectoryEdit.Remove(record.Address),
            1 => new DirectoryEdit.Add(record),
            2 => new DirectoryEdit.Change(
                record, primary.Store.State().Find(record.Address)?.Version ?? random.Next(5)),
            _ => new DirectoryEdit.Put(record, null),
        };
        try
        {
            if (primary.Store.Order(edit).IsEmpty)
            {
                counts.Confirmed++;
                confirmed[record.Address] = edit is DirectoryEdit.Remove
                    ? null : string.Join(',', record.Addresses.Distinct().Skip(1));
            }
            else
            {
                counts.Refused++;
            }
        }
        catch (IOException)
        {
            // Not confirmed: it may have happened or not.
            confirmed.Remove(record.Address);
            primary.IsDown = true;
        }
    }

    private static void Follow(Node primary, Node copy, int most, Counts counts)
    {
        if (primary.IsDown || copy.IsDown)
        {
            return;
        }

        try
        {
            foreach (var batch in primary.Store.Since(Some.Organization, copy.Store.State().Position, copy.View))
            {
                if (most-- == 0)
                {
                    counts.Cuts++;
                    return;
                }

                Assert.True(copy.Store.TryTake(batch, out _));
            }
        }
        catch (IOException)
        {
            copy.IsDown = true;
        }
    }

    private static void AssertConfirmed(DirectoryState state, Dictionary<EmailAddress, string?> confirmed)
    {
        foreach (var (address, proxies) in confirmed)
        {
            var record = state.EntryOf(address).Record;
            Assert.Equal(proxies, record is null ? null : string.Join(',', record.Proxies));
        }
    }

    private static string Name(Random random) => Names[random.Next(Names.Length)];

    private sealed record Counts
    {
        public int Confirmed { get; set; }

        public int Refused { get; set; }

        public int Kills { get; set; }

        public int Cuts { get; set; }
    }

    /// <summary>A site: its disk, and the store that the running process has on it.</summary>
    private sealed class Node(DirectoryView view)
    {
        private ForgetfulDisk disk = new();

        public DirectoryView View => view;

        public DirectoryStore Store { get; private set; } = null!;

        public bool IsDown { get; set; }

        public Task StartAsync(Random random) => OpenAsync(random, crashes: true);

        public Task RestartAsync(Random random, bool crashes = true)
        {
            Store.Dispose();
            return OpenAsync(random, crashes);
        }

        private async Task OpenAsync(Random random, bool crashes)
        {
            while (true)
            {
                disk = disk.Restart(Survival.Of(random.Next(8)), crashes ? random.Next(5, 80) : 0);
                try
                {
                    Store = await DirectoryStore.OpenAsync(disk, smallLog: 2000, TestContext.Current.CancellationToken);
                    IsDown = false;
                    return;
                }
                catch (IOException)
                {
                }
            }
        }
    }
}
