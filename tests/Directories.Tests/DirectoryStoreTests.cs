using Causeway.Core.Topology;
using Causeway.Ledger.Forgetting;

namespace Causeway.Directories.Tests;

/// <summary>What a directory lets be written down, and what it tells its copies.</summary>
public sealed class DirectoryStoreTests
{
    private readonly ForgetfulDisk disk = new();

    [Fact]
    public async Task An_address_has_one_owner()
    {
        using var store = await OpenAsync();
        Assert.Empty(store.Order(new DirectoryEdit.Add(Some.Mailbox("ada", "countess"))));

        Assert.Equal(
            ["countess@contoso.example belongs to ada@contoso.example already; take it from there first, or write "
                + "another."],
            store.Order(new DirectoryEdit.Add(Some.Mailbox("charles", "countess"))));
        Assert.Contains("is there already", Assert.Single(store.Order(new DirectoryEdit.Add(Some.Mailbox("ada")))),
            StringComparison.Ordinal);
        Assert.NotEmpty(store.Order(new DirectoryEdit.Add(Some.Mailbox("countess"))));
        Assert.Equal(1, store.State().Position.Number);
        Assert.Equal(1, store.State().Count);
    }

    [Fact]
    public async Task An_address_goes_from_one_owner_to_another_in_one_step()
    {
        using var store = await OpenAsync();
        store.Order(new DirectoryEdit.Add(Some.Mailbox("ada", "countess")), new DirectoryEdit.Add(Some.Mailbox("eve")));

        Assert.Empty(store.Order(
            new DirectoryEdit.Put(Some.Mailbox("ada"), null),
            new DirectoryEdit.Put(Some.Mailbox("eve", "countess"), null)));

        Assert.Equal(Some.Address("eve"), store.State().Find(Some.Address("countess"))?.Address);
        Assert.Null(store.State().OwnerFault());
    }

    [Fact]
    public async Task A_version_rises_with_each_change_of_the_record_and_with_nothing_else()
    {
        using var store = await OpenAsync();
        store.Order(new DirectoryEdit.Add(Some.Mailbox("ada")), new DirectoryEdit.Add(Some.Mailbox("eve")));
        store.Order(new DirectoryEdit.Put(Some.Mailbox("ada"), null));
        Assert.Equal(1, store.State().Position.Number);

        store.Order(new DirectoryEdit.SetKeys(Some.Address("ada"), "main SCRAM-SHA-256$..."));
        store.Order(new DirectoryEdit.Change(Some.Mailbox("ada", "countess"), 1));

        Assert.Equal(3, store.State().Find(Some.Address("ada"))!.Version);
        Assert.Equal(1, store.State().Find(Some.Address("eve"))!.Version);
        Assert.Equal("main SCRAM-SHA-256$...", store.State().EntryOf(Some.Address("ada")).Keys);
        Assert.Contains("was changed meanwhile", Assert.Single(
            store.Order(new DirectoryEdit.Change(Some.Mailbox("ada"), 1))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_order_changed_stays_until_its_row_in_the_file_is_another_one()
    {
        using var store = await OpenAsync();
        Recipient[] file = [Some.Mailbox("ada"), Some.Mailbox("eve"), Some.Mailbox("bob")];
        store.Order(FileRows.Edits(store.State(), file));
        store.Order(new DirectoryEdit.Put(Some.Mailbox("ada", "countess"), null));
        store.Order(new DirectoryEdit.Remove(Some.Address("eve")));
        store.Order(new DirectoryEdit.Add(Some.Mailbox("carol")));

        Assert.Empty(FileRows.Edits(store.State(), file));

        store.Order(FileRows.Edits(store.State(), [Some.Mailbox("ada", "lovelace"), Some.Mailbox("eve", "e")]));

        Assert.Equal(
            ["ada@contoso.example", "carol@contoso.example", "eve@contoso.example"],
            store.State().ToTable().Rows.Select(row => row.Address.ToString()));
        Assert.Equal(["lovelace@contoso.example"],
            store.State().Find(Some.Address("ada"))!.Proxies.Select(proxy => proxy.ToString()));
    }

    [Fact]
    public async Task A_file_that_claims_an_address_twice_gives_it_to_the_first_row()
    {
        using var store = await OpenAsync();
        Assert.Empty(store.Order(FileRows.Edits(
            store.State(), [Some.Mailbox("ada", "a"), Some.Mailbox("eve", "a"), Some.Mailbox("ada", "b")])));

        Assert.Equal(Some.Address("ada"), store.State().Find(Some.Address("a"))?.Address);
        Assert.Null(store.State().Find(Some.Address("b")));
    }

    [Fact]
    public async Task A_filter_is_told_valid_addresses_and_not_whose_they_are()
    {
        using var primary = await OpenAsync();
        using var filter = await OpenAsync(new ForgetfulDisk());
        primary.Order(new DirectoryEdit.Add(Some.Mailbox("ada", "countess") with
        {
            Forward = [Some.Address("eve")], SendAs = [Some.Address("eve")], Quota = 1 << 20,
        }));
        Follow(primary, filter, DirectoryView.Addresses);
        primary.Order(new DirectoryEdit.SetKeys(Some.Address("ada"), "main secret"));
        primary.Order(new DirectoryEdit.Put(Some.Mailbox("ada", "lovelace"), null));
        Follow(primary, filter, DirectoryView.Addresses);

        Assert.Equal(
            ["ada@contoso.example", "lovelace@contoso.example"],
            filter.State().ToTable().Rows.Select(row => row.Address.ToString()));
        Assert.All(filter.State().Entries, entry => Assert.Equal(
            (null, null, 0, 0, 0, null),
            (entry.Value.Keys, entry.Value.FileRow, entry.Value.Record!.Proxies.Length,
                entry.Value.Record.Forward.Length, entry.Value.Record.SendAs.Length, entry.Value.Record.Site)));
        Assert.Empty(primary.Since(Some.Organization, filter.State().Position, DirectoryView.Addresses));
        Assert.NotEmpty(primary.Since(Some.Organization, filter.State().Position, DirectoryView.Full));
    }

    [Fact]
    public async Task A_copy_of_another_history_with_the_same_number_is_replaced_whole()
    {
        using var before = await OpenAsync();
        using var copy = await OpenAsync(new ForgetfulDisk());
        before.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        before.Order(new DirectoryEdit.Add(Some.Mailbox("eve")));
        Follow(before, copy, DirectoryView.Full);

        using var restored = await OpenAsync(new ForgetfulDisk());
        restored.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        restored.Order(new DirectoryEdit.Add(Some.Mailbox("bob")));
        Assert.Equal(copy.State().Position.Number, restored.State().Position.Number);
        Follow(restored, copy, DirectoryView.Full);

        Assert.Equal(restored.State().Text(), copy.State().Text());
    }

    [Fact]
    public async Task A_copy_that_is_a_little_behind_is_told_what_it_lacks_and_one_far_behind_the_whole()
    {
        using var primary = await OpenAsync();
        primary.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        var position = primary.State().Position;
        primary.Order(new DirectoryEdit.Add(Some.Mailbox("eve")));

        var behind = Assert.Single(primary.Since(Some.Organization, position, DirectoryView.Full));
        Assert.Equal((false, 1), (behind.IsWhole, behind.Changes.Length));

        for (var i = 0; i < 1000; i++)
        {
            primary.Order(new DirectoryEdit.Add(Some.Mailbox($"user{i}")));
        }

        Assert.True(Assert.Single(primary.Since(Some.Organization, position, DirectoryView.Full)).IsWhole);
    }

    [Fact]
    public async Task A_primary_that_lost_most_of_what_a_copy_has_does_not_take_it_from_the_copy()
    {
        using var before = await OpenAsync();
        using var copy = await OpenAsync(new ForgetfulDisk());
        foreach (var number in Enumerable.Range(0, 30))
        {
            before.Order(new DirectoryEdit.Add(Some.Mailbox($"user{number}")));
        }

        Follow(before, copy, DirectoryView.Full);
        using var emptied = await OpenAsync(new ForgetfulDisk());
        emptied.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));

        var whole = Assert.Single(emptied.Since(Some.Organization, copy.State().Position, DirectoryView.Full));
        Assert.False(copy.TryTake(whole, out var why));
        Assert.Contains("Restore a backup there", why, StringComparison.Ordinal);
        Assert.Equal(30, copy.State().Count);
    }

    [Fact]
    public async Task A_primary_without_any_recipient_tells_its_copies_nothing()
    {
        using var primary = await OpenAsync();

        Assert.Empty(primary.Since(Some.Organization, DirectoryPosition.Start, DirectoryView.Addresses));
        Assert.Empty(primary.Since(
            Some.Organization, new DirectoryPosition(7, "of-before-it-lost-its-data"), DirectoryView.Full));
    }

    [Fact]
    public async Task A_damaged_line_is_named_with_what_to_do()
    {
        using (var store = await OpenAsync())
        {
            store.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
            store.Order(new DirectoryEdit.Add(Some.Mailbox("eve")));
        }

        var octets = new byte[10_000];
        int length;
        using (var file = disk.OpenForRead("directory/log"))
        {
            length = await file.ReadAsync(0, octets, TestContext.Current.CancellationToken);
        }

        octets[40] ^= 1;
        using (var file = disk.Create("directory/log"))
        {
            file.Append([octets.AsMemory(0, length)]);
        }

        var fault = await Assert.ThrowsAsync<InvalidDataException>(async () => (await OpenAsync()).Dispose());
        Assert.Contains("directory/log, line 1 is damaged", fault.Message, StringComparison.Ordinal);
    }

    internal static void Follow(DirectoryStore primary, DirectoryStore copy, DirectoryView view)
    {
        foreach (var batch in primary.Since(Some.Organization, copy.State().Position, view))
        {
            Assert.True(copy.TryTake(batch, out _));
        }
    }

    private ValueTask<DirectoryStore> OpenAsync(ForgetfulDisk? other = null) =>
        DirectoryStore.OpenAsync(other ?? disk, TestContext.Current.CancellationToken);
}
