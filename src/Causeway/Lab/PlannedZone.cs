using System.Diagnostics;
using System.Globalization;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;
using Causeway.Core.Publishing;
using Causeway.Core.Topology;
using RecordType = Causeway.Core.Publishing.RecordType;

namespace Causeway.Lab;

/// <summary>What an organization publishes in the lab: what `dns records --minimal` lists.</summary>
internal static class PlannedZone
{
    public static IEnumerable<DnsRecordBase> Of(Organization organization, DmarcStage dmarc, int ttl) =>
        Planner.Plan(organization, PlanOptions.Default with { Minimal = true, Dmarc = dmarc }).Records
            .Where(record => record.Weight != RecordWeight.Prepared).Select(record => Of(record, ttl));

    private static DnsRecordBase Of(WantedRecord record, int ttl)
    {
        var name = DomainName.Parse(record.Name);
        switch (record.Type)
        {
            case RecordType.A:
                return new ARecord(name, ttl, IPAddress.Parse(record.Value));
            case RecordType.Aaaa:
                return new AaaaRecord(name, ttl, IPAddress.Parse(record.Value));
            case RecordType.Mx:
                var parts = record.Value.Split(' ');
                return new MxRecord(
                    name, ttl, ushort.Parse(parts[0], CultureInfo.InvariantCulture), DomainName.Parse(parts[1]));
            case RecordType.Cname:
                return new CNameRecord(name, ttl, DomainName.Parse(record.Value));
            case RecordType.Reverse:
                return new PtrRecord(name, ttl, DomainName.Parse(record.Value));
            case RecordType.Txt:
                return LabZone.Text(record.Name, record.Value);
            default:
                throw new UnreachableException();
        }
    }
}
