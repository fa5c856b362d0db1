using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// The DNS of sites that run as processes of their own, at the place where the lab's resolver looks for it. Only what
/// the plain paths need.
/// </summary>
internal sealed class Names : IDisposable
{
    private static readonly ILookup<DomainName, DnsRecordBase> Records = new DnsRecordBase[]
    {
        Mx("contoso.example", "mx.filter.example"),
        Mx("fabrikam.example", "mx.fabrikam.example"),
        Mx("woodgrove.example", "mx.woodgrove.example"),
        Address("mx.filter.example", Hosts.Filter),
        Address("contoso-example.mail.cloud.example", Hosts.Cloud),
        Address("mail.contoso.example", Hosts.Office),
        Mx("northwind.example", "mx.filter.example"),
        Mx("northwind.mail.cloud.example", "northwind-example.mail.cloud.example"),
        Address("northwind-example.mail.cloud.example", Hosts.Cloud),
        Address("mail.northwind.example", Hosts.NorthwindOffice),
        Address("mx.fabrikam.example", Hosts.Outside),
        Address("mx.woodgrove.example", Hosts.Woodgrove),
    }.ToLookup(record => record.Name);

    private readonly ConcurrentDictionary<DomainName, ImmutableArray<string>> texts = [];
    private readonly DnsServer server = new(new UdpServerTransport(Hosts.Dns), new TcpServerTransport(Hosts.Dns));

    public Names()
    {
        server.QueryReceived += AnswerAsync;
        server.Start();
    }

    /// <summary>The TXT records of a name from now on.</summary>
    public void Publish(string name, params string[] records) => texts[DomainName.Parse(name)] = [.. records];

    public void Dispose()
    {
        server.Stop();
        ((IDisposable)server).Dispose();
    }

    private static MxRecord Mx(string name, string host) =>
        new(DomainName.Parse(name), 60, 10, DomainName.Parse(host));

    // RFC 1035 section 3.3: a character-string has at most 255 octets; readers join them.
    private static TxtRecord Text(DomainName name, string text) =>
        new(name, 0, text.Chunk(255).Select(part => new string(part)).ToList());

    private static ARecord Address(string name, IPEndPoint host) => new(DomainName.Parse(name), 60, host.Address);

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        if (arguments.Query is DnsMessage { Questions: [var question] } query)
        {
            var response = query.CreateResponseInstance();
            response.IsAuthoritiveAnswer = true;
            response.AnswerRecords.AddRange(
                Records[question.Name].Where(record => record.RecordType == question.RecordType));
            var published = texts.GetValueOrDefault(question.Name, []);
            if (question.RecordType == RecordType.Txt)
            {
                response.AnswerRecords.AddRange(published.Select(text => Text(question.Name, text)));
            }

            response.ReturnCode = Records.Contains(question.Name) || !published.IsEmpty
                ? ReturnCode.NoError : ReturnCode.NxDomain;
            arguments.Response = response;
        }

        return Task.CompletedTask;
    }
}
