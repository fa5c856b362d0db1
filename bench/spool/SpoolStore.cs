using System.Security.Cryptography;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.SpoolBench;

/// <summary>Our spool with the options that ship.</summary>
internal sealed class SpoolStore : IStore
{
    private readonly string folder;
    private readonly QueueIdSource ids = new(TimeProvider.System, new Random(1));
    private Spool spool;

    private SpoolStore(string folder, Spool spool) => (this.folder, this.spool) = (folder, spool);

    public static async Task<IStore> OpenAsync(string folder) => new SpoolStore(folder, await OpenSpoolAsync(folder));

    public async ValueTask StoreAsync(int number, ReadOnlyMemory<byte> octets)
    {
        using var body = spool.BeginBody();
        await body.WriteAsync(octets, default);
        await spool.CommitAsync(body, Message(), default);
    }

    public async IAsyncEnumerable<byte[]> HashesAsync()
    {
        await spool.DisposeAsync();
        spool = await OpenSpoolAsync(folder);
        await foreach (var fact in spool.ReadHistoryAsync(default))
        {
            using var octets = new MemoryStream();
            await spool.CopyToAsync((Accepted)fact, octets, default);
            yield return SHA256.HashData(octets.GetBuffer().AsSpan(0, (int)octets.Length));
        }
    }

    public ValueTask DisposeAsync() => spool.DisposeAsync();

    private static ValueTask<Spool> OpenSpoolAsync(string folder) => Spool.OpenAsync(
        new FolderDisk(folder), new SpoolOptions(), TimeProvider.System, NullLogger<Spool>.Instance, default);

    private Accepted Message() => new()
    {
        At = TimeProvider.System.GetUtcNow(),
        Id = ids.Next(),
        TraceId = "0123456789abcdef0123456789abcdef",
        Organization = "contoso",
        Peer = new Peer("127.0.0.101:40000", null, null, "TLS1.3 TLS_AES_256_GCM_SHA384"),
        From = "alice@fabrikam.example",
        Recipients = ["ada@contoso.example"],
        MessageId = "<0123456789@fabrikam.example>",
        Subject = "A subject of the usual length",
        Copies = [new Copy(0, DestinationKind.Site, "cloud", ["ada@contoso.example"])],
        Hops = [new Hop("relay", "ada@contoso.example", "cloud", null, "3a", "the next place of inbound")],
    };
}
