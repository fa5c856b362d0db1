using Causeway.Configuration;
using Causeway.Core.Topology;
using Causeway.Transport.Identity;

namespace Causeway.StartBench;

/// <summary>
/// Writes what a provider has of its customers: a topology, its recipients, and the leaf of the filter in each.
/// </summary>
internal static class Organizations
{
    public static void Write(StartOptions options)
    {
        Directory.CreateDirectory(options.Files);
        var site = Path.Combine(options.Data, "filter");
        Directory.CreateDirectory(site);
        for (var i = 0; i < options.Organizations; i++)
        {
            var name = $"org{i:D4}";
            var file = Path.Combine(options.Files, $"{name}.yaml");
            File.WriteAllText(file, Topology(name, i));
            File.WriteAllLines(Path.Combine(options.Files, $"{name}.csv"), Enumerable.Range(0, options.Recipients)
                .Select(row => $"{StartOptions.Recipient(i, row)},mailbox,{(row % 2 == 0 ? "cloud" : "office")}")
                .Prepend("address,kind,site"));
            var organization = TopologyReader.Read(file).Topology!.Organization;
            using var authority = OrganizationAuthority.Create(name, TimeProvider.System);
            using var identity = authority.Issue(
                organization, organization[SiteName.Parse("filter")], TimeProvider.System);
            identity.Save(Path.Combine(site, $"identity.{name}.pem"));
        }
    }

    private static string Topology(string name, int number) => $$"""
        organization: {{name}}
        domains:
          {{StartOptions.Domain(number)}}: { type: authoritative, verify: no }
        sites:
          filter:
            kind: filter
            mx: [{{name}}.mx.filter.example]
            addresses: [192.0.2.10]
            listen: [127.0.0.75:2525]
          cloud:
            kind: cloud
            host: {{name}}.mail.cloud.example
            addresses: [192.0.2.20]
            routing-domain: {{name}}.mail.cloud-routing.example
          office:
            kind: on-premises
            host: mail.{{StartOptions.Domain(number)}}
            addresses: [198.51.100.25]
        mail-flow:
          inbound:  internet -> filter -> cloud -> office
          outbound: office -> cloud -> internet
          internal: office <-> cloud
        recipients: {{name}}.csv
        """;
}
