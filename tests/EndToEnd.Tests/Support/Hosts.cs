using System.Net;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>The lab's hosts, as section 9 of the design gives them: tools outside the project rely on them.</summary>
internal static class Hosts
{
    public const string Password = "causeway-lab";

    public const string Ada = "ada@contoso.example";
    public const string Charles = "charles@contoso.example";
    public const string Grace = "grace@contoso.example";
    public const string Edsger = "edsger@contoso.example";
    public const string Nobody = "nobody@contoso.example";
    public const string Alice = "alice@fabrikam.example";
    public const string Bob = "bob@fabrikam.example";
    public const string Nora = "nora@northwind.example";
    public const string NoraByRoutingDomain = "nora@northwind.mail.cloud.example";
    public const string AdaByRoutingDomain = "ada@contoso.mail.cloud.example";

    public static readonly IPEndPoint Dns = IPEndPoint.Parse("127.0.0.53:2053");
    public static readonly IPEndPoint Filter = IPEndPoint.Parse("127.0.0.10:2525");
    public static readonly IPEndPoint Cloud = IPEndPoint.Parse("127.0.0.20:2525");
    public static readonly IPEndPoint CloudSubmission = IPEndPoint.Parse("127.0.0.20:2587");
    public static readonly IPEndPoint CloudSubmissions = IPEndPoint.Parse("127.0.0.20:2465");
    public static readonly IPEndPoint Office = IPEndPoint.Parse("127.0.0.30:2525");
    public static readonly IPEndPoint OfficeSubmission = IPEndPoint.Parse("127.0.0.30:2587");
    public static readonly IPEndPoint OfficeSubmissions = IPEndPoint.Parse("127.0.0.30:2465");
    public static readonly IPEndPoint NorthwindOffice = IPEndPoint.Parse("127.0.0.31:2525");
    public static readonly IPEndPoint Outside = IPEndPoint.Parse("127.0.0.100:2525");
    public static readonly IPEndPoint Woodgrove = IPEndPoint.Parse("127.0.0.110:2525");

    /// <summary>A stranger in good standing, s101.lab.example.</summary>
    public static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.101");

    /// <summary>The place where a site takes mail from other servers.</summary>
    public static IPEndPoint Site(string name) => name switch
    {
        "filter" => Filter,
        "cloud" => Cloud,
        "office" => Office,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no site of the lab"),
    };
}
