using System.Net;

namespace Causeway.Lab;

/// <summary>The addresses and ports of section 9 of the design.</summary>
internal static class LabHosts
{
    public const int MtaPort = 2525;

    public const int SubmissionPort = 2587;

    public const int SubmissionsPort = 2465;

    public const string Password = "causeway-lab";

    /// <summary>A domain that asks for rejection of what does not pass DMARC.</summary>
    public const string Bank = "bank.lab.example";

    public static readonly IPEndPoint Dns = new(IPAddress.Parse("127.0.0.53"), 2053);

    public static readonly IPAddress Filter = IPAddress.Parse("127.0.0.10");

    public static readonly IPAddress Cloud = IPAddress.Parse("127.0.0.20");

    public static readonly IPAddress Office = IPAddress.Parse("127.0.0.30");

    public static readonly IPAddress Internet = IPAddress.Parse("127.0.0.100");

    public static readonly IPAddress Woodgrove = IPAddress.Parse("127.0.0.110");

    /// <summary>A stranger in good standing: its name, its address and its PTR agree.</summary>
    public static readonly IPAddress Stranger = Numbered(101);

    public const int FirstStranger = 101;

    public const int LastGoodStranger = 149;

    public const int LastStranger = 199;

    /// <summary>A stranger's name, by A and PTR.</summary>
    public static string NameOf(IPAddress stranger) => $"s{stranger.GetAddressBytes()[3]}.lab.example";

    public static IPAddress Numbered(int number) => new([127, 0, 0, (byte)number]);
}
