using System.Runtime.CompilerServices;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Storage;

namespace Causeway.Mailboxes.Tests;

public sealed class MailboxStoreTests : IDisposable
{
    private const string Message =
        "From: =?utf-8?Q?J=C3=BCrgen?= <j@x.example>\r\nSubject: hello\r\nMessage-ID: <1@x>\r\n\r\nHi.\r\n";

    private static readonly EmailAddress Ada = EmailAddress.Parse("ada@contoso.example");
    private static readonly DateTimeOffset Accepted = new(2026, 11, 3, 9, 5, 7, 250, TimeSpan.Zero);
    private readonly string folder = Directory.CreateTempSubdirectory("causeway-").FullName;
    private readonly MailboxStore store;

    public MailboxStoreTests() => store = new MailboxStore(new FolderDisk(folder));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_octets_stand_unchanged_below_Return_Path_and_Delivered_To()
    {
        var id = await store.DeliverAsync(Delivery("Q1"), Token);
        Assert.Equal(
            "Return-Path: <alice@fabrikam.example>\r\nDelivered-To: ada@contoso.example\r\n" + Message,
            await ReadAsync(Ada, id));
    }

    [Fact]
    public async Task The_null_reverse_path_is_written_as_such()
    {
        var id = await store.DeliverAsync(Delivery("Q1") with { ReversePath = ReversePath.Null }, Token);
        Assert.StartsWith("Return-Path: <>\r\n", await ReadAsync(Ada, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_that_are_no_text_are_stored_as_they_are()
    {
        var octets = Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31)).ToArray();
        var id = await store.DeliverAsync(Delivery("Q1") with { Octets = Pieces(octets, Token) }, Token);
        var stored = new List<byte>();
        await foreach (var piece in store.Open(Ada, id, Token)!)
        {
            stored.AddRange(piece.Span);
        }

        Assert.Equal(octets, stored.TakeLast(octets.Length));
    }

    [Fact]
    public async Task A_list_tells_what_stands_in_the_mailbox_oldest_first()
    {
        await store.DeliverAsync(Delivery("Q2") with { AcceptedAt = Accepted.AddSeconds(1) }, Token);
        await store.DeliverAsync(Delivery("Q1"), Token);
        var messages = await store.ListAsync(Ada, Token);
        Assert.Equal([Accepted, Accepted.AddSeconds(1)], messages.Select(message => message.InternalDate));
        var first = messages[0];
        Assert.Equal(
            ("INBOX", "Jürgen <j@x.example>", "hello", "<1@x>"),
            (first.Folder, first.From, first.Subject, first.MessageId));
        Assert.Equal(Encoding.UTF8.GetByteCount(await ReadAsync(Ada, first.Id)), first.Size);
    }

    [Theory]
    [InlineData(1, "new")]
    [InlineData(2, "new")]
    [InlineData(2, "cur")]
    public async Task A_delivery_made_again_makes_no_second_message(int attempt, string foundIn)
    {
        var id = await store.DeliverAsync(Delivery("Q1"), Token);
        if (foundIn == "cur")
        {
            var mailbox = Path.Combine(folder, "ada@contoso.example");
            File.Move(Path.Combine(mailbox, "new", id), Path.Combine(mailbox, "cur", id + ":2,RS"));
        }

        Assert.Equal(id, await store.DeliverAsync(Delivery("Q1") with { Attempt = attempt }, Token));
        var message = Assert.Single(await store.ListAsync(Ada, Token));
        Assert.Equal(foundIn == "cur" ? ["\\Answered", "\\Seen"] : ["\\Recent"], message.Flags);
    }

    [Fact]
    public async Task Two_copies_of_one_message_and_two_messages_are_different()
    {
        await store.DeliverAsync(Delivery("Q1"), Token);
        await store.DeliverAsync(Delivery("Q1") with { Copy = 1 }, Token);
        await store.DeliverAsync(Delivery("Q2"), Token);
        Assert.Equal(3, (await store.ListAsync(Ada, Token)).Length);
    }

    [Fact]
    public async Task A_delivery_that_breaks_off_leaves_nothing_to_be_seen_and_can_be_made_again()
    {
        var broken = Delivery("Q1") with { Octets = Breaking() };
        await Assert.ThrowsAsync<IOException>(async () => await store.DeliverAsync(broken, Token));
        Assert.Empty(await store.ListAsync(Ada, Token));
        var id = await store.DeliverAsync(Delivery("Q1") with { Attempt = 2 }, Token);
        Assert.EndsWith(Message, await ReadAsync(Ada, id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_deliveries_at_once_to_a_new_mailbox_all_arrive()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(
            async () => await store.DeliverAsync(Delivery($"Q{i}"), Token))));
        Assert.Equal(50, (await store.ListAsync(Ada, Token)).Length);
    }

    [Theory]
    [InlineData("Ada@Contoso.Example", "ada@contoso.example")]
    [InlineData("\"a/../b\"@x.example", "%22a%2F..%2Fb%22@x.example")]
    [InlineData("\".hidden\"@x.example", "%22.hidden%22@x.example")]
    [InlineData("günther@x.example", "g%C3%BCnther@x.example")]
    public async Task The_folder_is_a_safe_name_and_the_address_is_found_again(string address, string name)
    {
        var parsed = EmailAddress.Parse(address);
        await store.DeliverAsync(Delivery("Q1") with { Address = parsed }, Token);
        Assert.True(Directory.Exists(Path.Combine(folder, name)));
        Assert.Equal(parsed, Assert.Single(await store.AddressesAsync(Token)));
    }

    [Fact]
    public async Task The_longest_address_has_a_mailbox_too()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 60), 4));
        var address = EmailAddress.Parse($"{new string('ü', 32)}@{domain}");
        await store.DeliverAsync(Delivery("Q1") with { Address = address }, Token);
        Assert.Equal(address, Assert.Single(await store.AddressesAsync(Token)));
    }

    [Fact]
    public async Task A_mailbox_that_nobody_wrote_to_is_empty()
    {
        Assert.False(store.Exists(Ada));
        Assert.Empty(await store.ListAsync(Ada, Token));
        Assert.Null(store.Open(Ada, "x", Token));
    }

    private static MailboxDelivery Delivery(string queueId) => new()
    {
        Address = Ada,
        QueueId = queueId,
        Copy = 0,
        Attempt = 1,
        ReversePath = new ReversePath(EmailAddress.Parse("alice@fabrikam.example")),
        AcceptedAt = Accepted,
        Octets = Pieces(Encoding.UTF8.GetBytes(Message), Token),
    };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Pieces(
        byte[] octets, [EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var piece in octets.Chunk(1000))
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            yield return piece;
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> Breaking()
    {
        await Task.Yield();
        yield return "From: x\r\n"u8.ToArray();
        throw new IOException("boom");
    }

    private async Task<string> ReadAsync(EmailAddress address, string id)
    {
        var text = new StringBuilder();
        await foreach (var piece in store.Open(address, id, Token)!)
        {
            text.Append(Encoding.UTF8.GetString(piece.Span));
        }

        return text.ToString();
    }
}
