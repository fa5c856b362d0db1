using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Causeway.Admin;

/// <summary>Who is at the other end of the API's socket: the kernel says it, the caller cannot choose it.</summary>
internal static class PeerUser
{
    // Linux: SOL_SOCKET, SO_PEERCRED, which yields process, user and group.
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const string Users = "/etc/passwd";

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
        return NameOf(user) is { } name ? $"{name} ({user})" : user;
    }

    private static string? NameOf(string user) => File.Exists(Users)
        ? File.ReadLines(Users).Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[2] == user)?[0]
        : null;
}
