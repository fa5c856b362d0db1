using System.Net.Sockets;

namespace Causeway.Running;

/// <summary>
/// What a service manager is told, by the protocol of sd_notify(3): one datagram to the socket that NOTIFY_SOCKET
/// names. Without one nobody is told anything.
/// </summary>
internal static class Supervisor
{
    private const string SocketVariable = "NOTIFY_SOCKET";

    /// <summary>Every port answers.</summary>
    public static void Ready() => Tell("READY=1");

    /// <summary>Transactions under way end; no more are begun.</summary>
    public static void Stopping() => Tell("STOPPING=1");

    private static void Tell(string state)
    {
        if (Environment.GetEnvironmentVariable(SocketVariable) is not { Length: > 0 } path)
        {
            return;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

            // A name that begins with @ lies in no folder: Linux writes it with a zero octet in front.
            var name = path[0] == '@' ? '\0' + path[1..] : path;
            socket.SendTo(System.Text.Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(name));
        }
        catch (SocketException fault)
        {
            throw new IOException(
                $"the service manager does not hear {state} at {path} ({SocketVariable}): {fault.Message}", fault);
        }
    }
}
