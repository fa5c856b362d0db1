using System.Buffers.Binary;
using System.Globalization;
using Causeway.Auditing;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>Who is at the other end of the API's socket: the kernel says it, the caller cannot choose it.</summary>
internal static class PeerUser
{
    // Linux: SOL_SOCKET, SO_PEERCRED, which yields process, user and group.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;

    /// <summary>Such as <c>ada (1000)</c>; <c>unknown</c> where the system does not tell.</summary>
    public static string Of(HttpContext context)
    {
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
        {
            return "unknown";
        }

        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        var user = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]).ToString(CultureInfo.InvariantCulture);
        return SystemUser.Named(user);
    }
}
