using CsCheck;

namespace Causeway.Mail.Tests;

public sealed class ReceivedFieldTests
{
    private static readonly ReceivedField Field = new()
    {
        Helo = "s101.lab.example",
        Address = "127.0.0.101",
        By = "mx.filter.example",
        Id = "01KABCDEFGHJKMNP",
        At = new DateTimeOffset(2026, 11, 3, 9, 5, 7, TimeSpan.Zero),
    };

    [Fact]
    public void It_names_helo_address_host_protocol_id_and_date() => Assert.Equal(
        "Received: from s101.lab.example ([127.0.0.101]) by mx.filter.example with\r\n"
        + "\tESMTP id 01KABCDEFGHJKMNP; Tue, 3 Nov 2026 09:05:07 +0000\r\n",
        Header.Text(Field.Write()));

    [Fact]
    public void It_names_reverse_name_TLS_and_a_single_recipient() => Assert.Equal(
        "Received: from s101.lab.example (s101.lab.example [127.0.0.101]) by\r\n"
        + "\tmx.filter.example with ESMTPSA id 01KABCDEFGHJKMNP (TLS1.3\r\n"
        + "\tTLS_AES_256_GCM_SHA384) for <ada@contoso.example>;\r\n"
        + "\tTue, 3 Nov 2026 09:05:07 +0000\r\n",
        Header.Text((Field with
        {
            ReverseName = "s101.lab.example", Tls = "TLS1.3 TLS_AES_256_GCM_SHA384", IsAuthenticated = true,
            For = "ada@contoso.example",
        }).Write()));

    [Theory]
    [InlineData(false, null, false, "SMTP")]
    [InlineData(true, null, false, "ESMTP")]
    [InlineData(true, "TLS1.3", false, "ESMTPS")]
    [InlineData(true, null, true, "ESMTPA")]
    [InlineData(true, "TLS1.3", true, "ESMTPSA")]
    public void The_protocol_is_a_word_of_RFC_3848(bool extended, string? tls, bool authenticated, string word)
    {
        var field = Field with { IsExtended = extended, Tls = tls, IsAuthenticated = authenticated };
        Assert.Contains(word, Header.Text(field.Write()).Split((char[])[' ', '\t', '\r', '\n']));
    }

    [Theory]
    [InlineData(null, false, "UTF8SMTP")]
    [InlineData("TLS1.3", false, "UTF8SMTPS")]
    [InlineData(null, true, "UTF8SMTPA")]
    [InlineData("TLS1.3", true, "UTF8SMTPSA")]
    public void Under_SMTPUTF8_the_protocol_is_a_word_of_RFC_6531(string? tls, bool authenticated, string word)
    {
        var field = Field with { IsUtf8 = true, Tls = tls, IsAuthenticated = authenticated };
        Assert.Contains(word, Header.Text(field.Write()).Split((char[])[' ', '\t', '\r', '\n']));
    }

    [Fact]
    public void Whatever_a_peer_calls_itself_the_result_is_one_field_within_its_columns() => Gen.String.Sample(said =>
    {
        var octets = (Field with { Helo = said, ReverseName = said, For = said, Tls = said }).Write();
        var header = HeaderBlock.Scan((byte[])[.. octets, .. "Subject: x\r\n\r\n"u8]);
        return header.Fields.Length == 2
            && ReceivedField.Count(header) == 1
            && Header.Text(octets).Count(c => c == '\n') == Header.Text(octets).Split("\r\n").Length - 1;
    });

    [Fact]
    public void A_name_cannot_end_a_comment_or_add_a_clause()
    {
        var text = Header.Text((Field with { Helo = "a) by b with c; (\r\nX-Causeway-Trace: id=1" }).Write());
        Assert.StartsWith("Received: from a??by?b?with?c?????X-Causeway-Trace:?id=1", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[198.51.100.66]:25.a.example")]
    [InlineData("[198.51.100.66]")]
    [InlineData("a=b.example")]
    public void What_DNS_calls_a_peer_is_left_out_where_it_is_no_host_name(string name) => Assert.StartsWith(
        "Received: from s101.lab.example ([127.0.0.101]) by", Header.Text((Field with { ReverseName = name }).Write()),
        StringComparison.Ordinal);

    [Fact]
    public void Received_fields_are_counted() =>
        Assert.Equal(
            3, ReceivedField.Count(Header.Of("Received: a\nX: b\nRECEIVED: c\nReceived : d\n\nReceived: e\n")));
}
