using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Causeway.Lab;

/// <summary>The authoritative DNS server of the lab's Internet, on UDP and TCP.</summary>
internal sealed class LabDns : IDisposable
{
    private readonly LabZone zone;
    private volatile ILookup<DomainName, DnsRecordBase> records;
    private readonly DnsServer server;

    private LabDns(IPEndPoint endpoint, LabZone zone)
    {
        this.zone = zone;
        records = zone.Records.ToLookup(record => record.Name);
        server = new DnsServer(new UdpServerTransport(endpoint), new TcpServerTransport(endpoint));
        server.QueryReceived += AnswerAsync;
    }

    /// <summary>Starts the server; an <see cref="IOException"/> names the port that is taken.</summary>
    public static LabDns Start(IPEndPoint endpoint, LabZone zone)
    {
        var dns = new LabDns(endpoint, zone);
        try
        {
            dns.server.Start();
            return dns;
        }
        catch (SocketException fault)
        {
            dns.Dispose();
            throw new IOException(
                $"The lab's DNS cannot listen on {endpoint}: {fault.Message}. Is another lab running? End it first.",
                fault);
        }
    }

    /// <summary>Has the server answer with one more record from now on.</summary>
    public void Publish(DnsRecordBase record) => records =
        records.SelectMany(set => set).Append(record).ToLookup(one => one.Name);

    public void Dispose()
    {
        server.Stop();
        ((IDisposable)server).Dispose();
    }

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        if (arguments.Query is DnsMessage { Questions.Count: 1 } query)
        {
            arguments.Response = Answer(query);
        }

        return Task.CompletedTask;
    }

    private DnsMessage Answer(DnsMessage query)
    {
        var question = query.Questions[0];
        var response = query.CreateResponseInstance();
        response.IsAuthoritiveAnswer = true;
        var known = records;
        response.AnswerRecords.AddRange(
            known[question.Name].Where(record => record.RecordType == question.RecordType));
        if (response.AnswerRecords.Count == 0)
        {
            // RFC 2308 section 2: a name that has other records, or names below it, exists without this data.
            var exists = known.Any(set => set.Key == question.Name || set.Key.IsSubDomainOf(question.Name));
            response.ReturnCode = exists ? ReturnCode.NoError : ReturnCode.NxDomain;
            response.AuthorityRecords.Add(LabZone.Authority(zone.ApexOf(question.Name)));
        }

        return response;
    }
}
