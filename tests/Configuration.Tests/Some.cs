namespace Causeway.Configuration.Tests;

/// <summary>Texts that are readable, to be changed in one place.</summary>
internal static class Some
{
    public static string Topology(string more = "") => $$"""
        organization: contoso
        domains:
          contoso.example: { type: authoritative }
        sites:
          cloud: { kind: cloud, host: cloud.example, routing-domain: contoso.mail.cloud.example }
          office: { kind: on-premises, host: mail.contoso.example }
        mail-flow:
          inbound: internet -> cloud -> office
          outbound: office -> cloud -> internet
        {{more}}
        """;
}
