using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Transport;

namespace Causeway.Lab;

/// <summary>A message of the lab, with octets in it that a careless relay would change.</summary>
internal sealed record LabMessage(string Id, ReadOnlyMemory<byte> Octets)
{
    public static LabMessage Make(EmailAddress from, ImmutableArray<EmailAddress> to, string subject)
    {
        var clock = TimeProvider.System;
        var id = $"<{new TraceIdSource(clock).Next()}@{from.Domain}>";
        var now = clock.GetUtcNow().ToString("ddd, d MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);
        var text = new StringBuilder()
            .Append("From: <").Append(from).Append(">\r\nTo: ").AppendJoin(", ", to.Select(one => $"<{one}>"))
            .Append("\r\nSubject: ").Append(subject).Append("\r\nDate: ").Append(now)
            .Append("\r\nMessage-ID: ").Append(id)
            .Append("\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n")
            .Append("Content-Transfer-Encoding: 8bit\r\nX-Odd:\tspaces  and\ttabs \r\n\r\n")
            .Append("Grüße, with a dot at the start of a line:\r\n.hidden\r\n..two\r\n")
            .Append('x', 998).Append("\r\ntrailing blank \r\n\r\n\r\n.end\r\n");
        return new LabMessage(id, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
