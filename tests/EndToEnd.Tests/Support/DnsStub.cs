using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net;
using ARSoft.Tools.Net.Dns;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>A name server on loopback that knows texts, and of everything else that it does not exist.</summary>
internal sealed class DnsStub : IDisposable
{
    private readonly DnsServer server;
    private readonly Dictionary<string, string> texts;

    public DnsStub(Dictionary<string, string> texts)
    {
        this.texts = texts;
        using (var probe = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)))
        {
            Endpoint = (IPEndPoint)probe.Client.LocalEndPoint!;
        }

        server = new DnsServer(new UdpServerTransport(Endpoint), new TcpServerTransport(Endpoint));
        server.QueryReceived += AnswerAsync;
        server.Start();
    }

    public IPEndPoint Endpoint { get; }

    public void Dispose()
    {
        server.Stop();
        ((IDisposable)server).Dispose();
    }

    private Task AnswerAsync(object sender, QueryReceivedEventArgs arguments)
    {
        if (arguments.Query is DnsMessage { Questions: [var question] } query)
        {
            var response = query.CreateResponseInstance();
            var name = question.Name.ToString().TrimEnd('.').ToLowerInvariant();
            response.ReturnCode = texts.ContainsKey(name) ? ReturnCode.NoError : ReturnCode.NxDomain;
            if (question.RecordType == RecordType.Txt && texts.TryGetValue(name, out var text))
            {
                response.AnswerRecords.Add(new TxtRecord(question.Name, 60, text.Chunk(255)
                    .Select(part => new string(part)).ToList()));
            }

            arguments.Response = response;
        }

        return Task.CompletedTask;
    }
}
