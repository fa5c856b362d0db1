using System.Text;
using CsCheck;

namespace Causeway.Mail.Tests;

/// <summary>How servers write down who handed them a message, one line for each way.</summary>
public sealed class ReceivedFromTests
{
    [Theory]
    // Postfix, and those that write as it does: Mimecast, Barracuda, Proofpoint, Zimbra, OpenSMTPD.
    [InlineData("from mx.a.example (mx.a.example [192.0.2.1]) by b (Postfix) with ESMTPS id 4R",
        "192.0.2.1", "mx.a.example")]
    [InlineData("from a (unknown [192.0.2.1]) by b (Postfix)", "192.0.2.1", "a")]
    [InlineData("from a (b.example [IPv6:2001:db8::1]) (using TLSv1.3 with cipher X (256/256 bits)) by c",
        "2001:db8::1", "a")]
    [InlineData("from [198.51.100.9] (unknown [192.0.2.1]) by b (Postfix)", "192.0.2.1", "[198.51.100.9]")]
    [InlineData("from a.example (a.example [192.0.2.1]) (Using TLS) by relay.mimecast.com with ESMTP id us",
        "192.0.2.1", "a.example")]
    [InlineData("from a.example (mail-a.example. [192.0.2.1]) by mx.google.com with ESMTPS id 1",
        "192.0.2.1", "a.example")]
    // Sendmail.
    [InlineData("from a.example ([192.0.2.1]) by b (8.18.1/8.18.1) with ESMTP id 1", "192.0.2.1", "a.example")]
    [InlineData("from localhost (pc.example [192.0.2.1] (may be forged)) by b (8.14.7/8.14.7)",
        "192.0.2.1", "localhost")]
    [InlineData("from a (IDENT:root@pc.example [192.0.2.1]) by b (8.9.3)", "192.0.2.1", "a")]
    [InlineData("from pps.filterd (m.ppops.net [127.0.0.1]) by mx0a.pphosted.com (8.16.0.43) with SMTP id 1",
        "127.0.0.1", "pps.filterd")]
    // Exchange.
    [InlineData("from a.example (192.0.2.1) by b.example (10.0.0.1) with Microsoft SMTP Server id 15.20",
        "192.0.2.1", "a.example")]
    [InlineData("from [127.0.0.1] (192.0.2.1) by b.example (10.0.0.1) with Microsoft SMTP Server",
        "192.0.2.1", "[127.0.0.1]")]
    [InlineData("from a (2001:db8:1::12) by b (2001:db8::2) with Microsoft SMTP Server id 15.1", "2001:db8:1::12", "a")]
    [InlineData("from a ([fe80::2971:619a:860e:b6cc]) by b ([fe80::2971:619a:860e:b6cc%7]) with mapi id 15",
        "fe80::2971:619a:860e:b6cc", "a")]
    [InlineData("from a ([fe80::1%4]) by b with mapi id 15", "fe80::1", "a")]
    // Exim.
    [InlineData("from a.example ([192.0.2.1]) by b.example with esmtps (Exim 4.97) id 1", "192.0.2.1", "a.example")]
    [InlineData("from a.example ([192.0.2.1]:15794) by b.example with esmtps (Exim 4.93)", "192.0.2.1", "a.example")]
    [InlineData("from r.example ([192.0.2.1]:62338 helo=a.example) by b.example with esmtps", "192.0.2.1", "a.example")]
    [InlineData("from [192.0.2.1] (helo=a.example) by b with esmtp (Exim 4.93)", "192.0.2.1", "a.example")]
    [InlineData("from [::1] (port=50806 helo=a.example) by b with esmtp (Exim 4.93)", "::1", "a.example")]
    [InlineData("from [192.0.2.1] by b.example with smtp (Exim 4.93)", "192.0.2.1", "[192.0.2.1]")]
    [InlineData("from r.example ([192.0.2.1] helo=[198.51.100.1] ident=root) by b with esmtp",
        "192.0.2.1", "[198.51.100.1]")]
    // qmail and IronPort.
    [InlineData("from r.example (HELO a.example) (192.0.2.1) by b.example with SMTP; 1 Jan", "192.0.2.1", "a.example")]
    [InlineData("from unknown (HELO a.example) (joe@192.0.2.1) by b.example with SMTP", "192.0.2.1", "a.example")]
    [InlineData("from unknown (192.0.2.1) by b.example with SMTP", "192.0.2.1", null)]
    [InlineData("from r.example (HELO [198.51.100.1]) ([192.0.2.1]) by esa.example with ESMTP/TLS/AES",
        "192.0.2.1", "[198.51.100.1]")]
    [InlineData("from 192.0.2.1  (EHLO a.example) (192.0.2.1) by mta.example with SMTPS", "192.0.2.1", "a.example")]
    // MessageLabs, CommuniGate, Courier, MDaemon.
    [InlineData("from [192.0.2.1] (using TLSv1.2 with cipher X (256 bits)) by server-4.bemta.example id A3",
        "192.0.2.1", "[192.0.2.1]")]
    [InlineData("from [192.0.2.1] (account joe HELO a.example) by b (CommuniGate Pro SMTP 5)",
        "192.0.2.1", "[192.0.2.1]")]
    [InlineData("from a.example (softdnserr [::ffff:192.0.2.1]) by b with esmtp", "192.0.2.1", "a.example")]
    [InlineData("from a.example [192.0.2.1] by b.example with ESMTP (MDaemon)", "192.0.2.1", "a.example")]
    [InlineData("FROM by (x [192.0.2.1]) BY mx.example", "192.0.2.1", "by")]
    public void The_peer_is_read_as_its_server_wrote_it_down(string body, string address, string? helo) =>
        Assert.Equal((address, helo), Read(body) is { } from ? (from.Address?.ToString(), from.Helo) : default);

    [Theory]
    [InlineData("(qmail 11525 invoked from network); 8 Dec 2021 20:34:34 -0000")]
    [InlineData("by pc.example (Postfix, from userid 363) id 13AE262A92; Tue, 3 Jun 2025 11:40:59 +0200")]
    [InlineData("(\"Tessian outbound e0cdfd2b0406:v71\"); Tue, 24 Nov 2020 05:20:55 +0000")]
    [InlineData("(from root@localhost [192.0.2.1]) by b (8.18.1)")]
    [InlineData("")]
    [InlineData("from")]
    public void A_step_within_one_host_has_no_peer(string body) => Assert.Null(Read(body));

    [Theory]
    [InlineData("from a.example by b.example with ESMTPS id 1")]
    [InlineData("from a.example (unknown [unknown]) by b.example")]
    [InlineData("from a.example (b.example) by c.example")]
    [InlineData("from a.example ([10.1]) by c.example")]
    [InlineData("from a.example ([010.0.0.1]) by c.example")]
    [InlineData("from a.example (version=TLS1_2 192.0.2.1) by c.example")]
    public void A_peer_without_an_address_has_none(string body) => Assert.Null(Read(body)!.Address);

    // What a peer calls itself, or its own DNS calls it, reaches a field of a careless server as it was said.
    [Theory]
    [InlineData("from [198.51.100.66] by mx.example with SMTP")]
    [InlineData("from [198.51.100.66] (evil.example) by mx.example with SMTP")]
    [InlineData("from a ([198.51.100.66]) (evil [192.0.2.1]) by mx.example")]
    [InlineData("from a([198.51.100.66] (evil [192.0.2.1]) by mx.example")]
    [InlineData("from a([198.51.100.66])( (evil [192.0.2.1]) by mx.example (envelope-from <)@evil>)")]
    [InlineData("from a ([198.51.100.66]) by x (evil [192.0.2.1]) by mx.example")]
    [InlineData("from a ([198.51.100.66]); (evil [192.0.2.1]) by mx.example")]
    [InlineData("from a ([198.51.100.66]) by x; (evil [192.0.2.1]) by mx.example with SMTP id 1; 1 Jan")]
    [InlineData("from a ([198.51.100.66]) by x; (evil [192.0.2.1]) by mx.example with SMTP id 1")]
    [InlineData("from a ([198.51.100.66]) by x; ( (evil [192.0.2.1]) by mx.example with SMTP id 1; 1 Jan (UTC)")]
    [InlineData("from a ([198.51.100.66]) by x;; by mx.example")]
    [InlineData("from a [198.51.100.66] (evil [192.0.2.1]) by mx.example")]
    [InlineData("from a ([198.51.100.66] [192.0.2.1]) by mx.example")]
    [InlineData("from \"a ([198.51.100.66])\" (evil [192.0.2.1]) by mx.example")]
    public void What_a_peer_says_never_becomes_its_address(string body) => Assert.Null(Read(body)!.Address);

    [Theory]
    [InlineData("from a (198.51.100.66 [192.0.2.1]) by mx.example")]
    [InlineData("from a (HELO [198.51.100.66]) (192.0.2.1) by mx.example")]
    [InlineData("from [198.51.100.66] ([192.0.2.1] helo=[198.51.100.66]) by mx.example")]
    [InlineData("from a (b\\([198.51.100.66]\\) [192.0.2.1]) by mx.example", null)]
    public void The_connection_wins_over_what_a_peer_says(string body, string? address = "192.0.2.1") =>
        Assert.Equal(address, Read(body)!.Address?.ToString());

    [Fact]
    public void A_from_clause_of_endless_length_has_no_address() =>
        Assert.Null(Read($"from a ([198.51.100.66]) {new string('x', 3000)} (evil [192.0.2.1]) by b")!.Address);

    [Fact]
    public void Any_octets_are_read_or_passed_over() =>
        Gen.OneOf(Gen.Byte.Array[0, 80], Gen.OneOf("from", " ", "(", ")", "[", "]", "1.2.3.4", "by", "\\", "helo=",
            "HELO ", ";", "::1", "%", "@", "a").List[0, 20].Select(list => Encoding.UTF8.GetBytes(string.Concat(list))))
        .Sample(octets => ReceivedFrom.Read(octets) is not { Helo: { } helo } || helo.All(c => c is > ' ' and < '\x7f'),
            iter: 20_000);

    private static ReceivedFrom? Read(string body) => ReceivedFrom.Read(Encoding.UTF8.GetBytes($" {body}\r\n"));
}
