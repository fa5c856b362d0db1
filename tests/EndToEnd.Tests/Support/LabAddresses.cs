using System.Net;
using System.Net.Sockets;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// The right to use the lab's addresses, which are the same for everybody on a machine. All tests that need them are in
/// this collection and run one after another; a lock keeps other test processes away.
/// </summary>
public sealed class LabAddresses : IAsyncLifetime
{
    public const string Collection = "the lab's addresses";

    // Not the temporary folder, which `./test` makes anew for each run.
    private const string LockFile = "/tmp/causeway-lab.lock";

    private static readonly IPEndPoint[] Taken =
    [
        Hosts.Filter, Hosts.Cloud, Hosts.Office, Hosts.Outside, Hosts.CloudSubmission, Hosts.CloudSubmissions,
        Hosts.OfficeSubmission, Hosts.OfficeSubmissions, Hosts.Dns,
    ];

    private FileStream? held;

    public async ValueTask InitializeAsync()
    {
        held = await Patience.UntilAsync(
            $"the lock {LockFile}", () => Task.FromResult(TryLock()), TimeSpan.FromMinutes(10));
        await WaitUntilFreeAsync();
    }

    public ValueTask DisposeAsync() => held?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Waits for a lab that somebody runs by hand.</summary>
    internal static Task WaitUntilFreeAsync() => Patience.UntilAsync(
        "the end of another lab", () => Task.FromResult(Array.TrueForAll(Taken, IsFree) ? "free" : null),
        TimeSpan.FromMinutes(2));

    private static FileStream? TryLock()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(IPEndPoint endpoint)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        try
        {
            socket.Bind(endpoint);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>The collection of all tests that use the lab's addresses.</summary>
[CollectionDefinition(LabAddresses.Collection)]
public sealed class LabAddressesCollection : ICollectionFixture<LabAddresses>;
