using System.Net;
using Causeway.Dns.Wire;
using Causeway.Shared;
using CsCheck;

namespace Causeway.Dns.Tests.Wire;

/// <summary>Any octets are a message or a FormatException, and names survive the way to the wire.</summary>
public sealed class DnsMessageTests
{
    private static readonly byte[] Whole = (new DnsReply(Query())
    {
        Answers =
        [
            "a.example. 60 CNAME b.a.example.", "b.a.example. 60 A 192.0.2.1", "b.a.example. 60 AAAA 2001:db8::1",
            "b.a.example. 60 MX 10 mx.a.example.", "b.a.example. 60 TXT \"one\" \"two\"",
            "b.a.example. 60 TLSA 3 1 1 abcd", "b.a.example. 60 SRV 1 2 3 c.example.", "b.a.example. 60 PTR c.example.",
        ],
        Authorities = ["example. 60 SOA ns.example. h.example. 1 2 3 4 5", "example. 60 NS ns.example."],
    }).Octets();

    [Fact]
    public void A_whole_message_is_read_whole()
    {
        var message = DnsMessage.Read(Whole);
        Assert.Equal(
            [
                "b.a.example", IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1"),
                new MxRecord(10, "mx.a.example"), "onetwo", new TlsaRecord(3, 1, 1, "abcd"), null, "c.example",
            ],
            message.Answers.Select(record => record.Value));
        Assert.Equal([TimeSpan.FromSeconds(5), "ns.example"], message.Authorities.Select(record => record.Value!));
    }

    [Fact]
    public void Changed_octets_and_cut_messages_are_read_or_refused() =>
        Gen.Select(Gen.Int[0, Whole.Length], Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte).Array[0, 8]).Sample(
            (length, changes) =>
            {
                var octets = (byte[])Whole.Clone();
                foreach (var (at, octet) in changes)
                {
                    octets[at] = octet;
                }

                try
                {
                    var message = DnsMessage.Read(octets.AsSpan(0, length));
                    Assert.All(message.Answers, record => Assert.True(WireName.TryEncode(record.Owner, out _)));
                }
                catch (FormatException)
                {
                    // Refused.
                }
            });

    [Fact]
    public void A_ttl_with_the_highest_bit_is_zero()
    {
        var octets = (new DnsReply(Query()) { Answers = ["a.example. 60 A 192.0.2.1"] }).Octets();
        octets[^10] = 0x80;
        Assert.Equal(TimeSpan.Zero, Assert.Single(DnsMessage.Read(octets).Answers).TimeToLive);
    }

    [Fact]
    public void A_name_is_the_same_after_the_way_to_the_wire_and_back() =>
        Gen.Byte.Array[1, 20].Array[0, 6].Sample(labels =>
        {
            byte[] wire = [.. labels.SelectMany(label => (byte[])[(byte)label.Length, .. label]), 0];
            var name = new WireReader(wire, 0).Name();
            Assert.True(WireName.TryEncode(name, out var encoded));
            Assert.Equal(name, new WireReader(encoded, 0).Name());
            Assert.Equal(wire.Length, encoded.Length);
        });

    [Theory]
    [InlineData(63, 3, true)]
    [InlineData(64, 1, false)]
    [InlineData(63, 4, false)]
    public void A_name_has_labels_of_63_octets_and_255_in_all(int label, int count, bool canBe) => Assert.Equal(
        canBe, WireName.TryEncode(string.Join('.', Enumerable.Repeat(new string('x', label), count)), out _));

    private static DnsQuery Query()
    {
        Assert.True(DnsQuestion.TryCreate("a.example", RecordType.A, out var question));
        return new DnsQuery(question.Query(1, isExtended: true), new IPEndPoint(IPAddress.Loopback, 1), IsByTcp: false);
    }
}
