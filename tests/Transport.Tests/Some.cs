using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Transport.Submission;

namespace Causeway.Transport.Tests;

/// <summary>Object mothers: a small organization with a cloud and an office.</summary>
internal static class Some
{
    public static readonly SiteName Filter = SiteName.Parse("filter");
    public static readonly SiteName Cloud = SiteName.Parse("cloud");
    public static readonly SiteName Office = SiteName.Parse("office");

    public static readonly EmailAddress Ada = EmailAddress.Parse("ada@contoso.example");
    public static readonly EmailAddress Grace = EmailAddress.Parse("grace@contoso.example");
    public static readonly EmailAddress Team = EmailAddress.Parse("team@contoso.example");

    public static Organization Organization { get; } = new()
    {
        Name = "contoso",
        Domains = [new AcceptedDomain { Name = DomainName.Parse("contoso.example"), Type = DomainType.Authoritative }],
        Sites =
        [
            Site(Filter, SiteKind.Filter, "192.0.2.10"),
            Site(Cloud, SiteKind.Cloud, "192.0.2.20"),
            Site(Office, SiteKind.OnPremises, "198.51.100.25"),
        ],
        Flow = new MailFlow(
            [Place.Internet, new Place(Cloud), new Place(Office)],
            [new Place(Office), new Place(Cloud), Place.Internet],
            [(Cloud, Office), (Office, Cloud)]),
        Connectors = [Connector(Cloud, Office), Connector(Office, Cloud)],
        Directory = Cloud,
    };

    /// <summary>Signing in by the credentials in a folder.</summary>
    public static SignIns SignIns(string folder, TimeProvider clock) => new(
        new CredentialFile(Path.Combine(folder, "credentials")), new SignInLimits(new SignInPolicy(), clock),
        KeyDerivations.OfMachine(clock), () => new byte[32]);

    private static Connector Connector(SiteName from, SiteName to) =>
        new() { From = from, To = to, Trust = Trust.OwnOrganization };

    private static Site Site(SiteName name, SiteKind kind, string address) => new()
    {
        Name = name,
        Kind = kind,
        Host = $"{name}.example",
        Mx = [$"{name}.example"],
        Addresses = [IPNetwork.Parse($"{address}/32")],
        Waits = TimeSpan.FromDays(5),
    };
}
