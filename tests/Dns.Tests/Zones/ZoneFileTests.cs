using Causeway.Dns.Zones;
using CsCheck;

namespace Causeway.Dns.Tests.Zones;

/// <summary>Master files as name servers read them, and what is said of those that they would not.</summary>
public sealed class ZoneFileTests
{
    private static readonly string[] Pieces =
    [
        "a", ".", " ", "\t", "\n", "\r\n", "\"", "\\", ";", "(", ")", "@", "$ORIGIN b.\n", "$TTL 1\n", " MX 1 ",
        " TXT ", " A 192.0.2.1", "0", "9", "\u00e9", "\ud800",
    ];

    [Fact]
    public void A_file_with_too_many_records_is_one_error()
    {
        var records = string.Concat(Enumerable.Range(0, 100_002).Select(i => $"h{i}.b. 1 A 192.0.2.1\n"));

        Assert.Equal(100_001, Assert.Single(Read(records).Errors).Line);
    }

    [Fact]
    public void A_zone_as_people_write_it_is_read()
    {
        var zone = Read("""
            $ORIGIN Contoso.example.
            $TTL 1h30m
            @       IN SOA ns hostmaster (
                        1      ; serial
                        1d 2h 1w
                        300 )      ; minimum
                    NS      ns.elsewhere.example.
                    MX      10 mx ; the filter
                    600 IN MX 20 mx.filter.example.
                    IN 700  TXT "v=spf1 ip4:192.0.2.1 " "-all"
            mx      A       192.0.2.1
                    AAAA    2001:DB8::1
            $ORIGIN sub.contoso.example.
            www     CNAME   contoso.example.
            _25._tcp.mx TLSA 3 1 1 ( ABCD
                                     ef01 )
            _sip._tcp SRV 0 1 5060 sip
            """);
        Assert.Empty(zone.Errors);
        Assert.Empty(zone.Notes);
        Assert.Equal(["contoso.example"], zone.Apexes);
        Assert.Equal(
            [
                "3 contoso.example 5400 SOA ns.contoso.example hostmaster.contoso.example 1 86400 7200 604800 300",
                "7 contoso.example 5400 NS ns.elsewhere.example",
                "8 contoso.example 5400 MX 10 mx.contoso.example",
                "9 contoso.example 600 MX 20 mx.filter.example",
                "10 contoso.example 700 TXT v=spf1 ip4:192.0.2.1  -all",
                "11 mx.contoso.example 5400 A 192.0.2.1",
                "12 mx.contoso.example 5400 AAAA 2001:db8::1",
                "14 www.sub.contoso.example 5400 CNAME contoso.example",
                "15 _25._tcp.mx.sub.contoso.example 5400 TLSA 3 1 1 abcdef01",
                "17 _sip._tcp.sub.contoso.example 5400 SRV 0 1 5060 sip.sub.contoso.example",
            ],
            zone.Records.Select(record => $"{record.Line} {record.Owner} {record.TimeToLive.TotalSeconds} "
                + $"{record.Type} {string.Join(' ', record.Content)}"));
    }

    [Theory]
    [InlineData("""TXT "a;b" c""", "a;b|c")]
    [InlineData("""TXT a\;b\ c\"d\\e""", "a;b c\"d\\e")]
    [InlineData("""TXT "\065\066C" ; comment""", "ABC")]
    [InlineData("""TXT "a(b)c" """, "a(b)c")]
    [InlineData("""TXT "" """, "")]
    [InlineData("""TXT "Ä" "\196" """, "\u00c3\u0084|\u00c4")]
    public void Strings_keep_what_was_quoted_or_escaped_an_octet_a_character(string record, string strings) =>
        Assert.Equal(strings, string.Join('|', Assert.Single(Read($"a.example. 60 {record}").Records).Content));

    [Theory]
    [InlineData("a.example. 60 A 192.0.2", "'192.0.2' is not an IPv4 address: write 'A 192.0.2.1'")]
    [InlineData("a.example. 60 A 010.0.0.1", "'010.0.0.1' is not an IPv4 address: write 'A 192.0.2.1'")]
    [InlineData("a.example. 60 AAAA fe80::1%1", "'fe80::1%1' is not an IPv6 address: write 'AAAA 2001:db8::1'")]
    [InlineData("a.example. 60 AAAA [::1]", "'[::1]' is not an IPv6 address: write 'AAAA 2001:db8::1'")]
    [InlineData("a.example. 60 MX mx.a.example.", "MX has 1 fields: write 'MX 10 mx.a.example.'")]
    [InlineData("a.example. 60 MX 10\0 b.", "'10\0' is not a field of 16 bits: write a number from 0 to 65535")]
    [InlineData("a.example. 60 MX 70000 b.", "'70000' is not a field of 16 bits: write a number from 0 to 65535")]
    [InlineData("a.example. 60 MX 10 mx",
        "'mx' is a part of a name: write 'mx.' with a dot at its end, or '$ORIGIN a.example.' above")]
    [InlineData("@ 60 MX 10 mx.", "'@' stands for the origin: write '$ORIGIN a.example.' above")]
    [InlineData(" 60 MX 10 mx.",
        "no owner: begin the line with the name to which the record belongs, '@' for the origin")]
    [InlineData("a.example. MX 10 mx.", "no TTL: write '$TTL 3600' at the top")]
    [InlineData("a.example. 60 TXT \"open", "a '\"' is not closed in its line: write '\"' behind the text")]
    [InlineData("a.example. 60 TXT ( \"open\"", "a '(' is not closed: write ')' behind the last field")]
    [InlineData("a.example. 60 TXT \"a\" )", "a ')' closes nothing: write '(' before it, or leave it out")]
    [InlineData("a.example. 60 TLSA 3 1 1 abc", "'abc' is not hexadecimal: write two digits for each octet")]
    [InlineData("a.example. 60", "no type: write 'name TTL IN type content', as in 'a.example. 3600 IN MX 10 mx'")]
    [InlineData("a..example. 60 A 192.0.2.1",
        "'a..example.' is not a name: write letters, digits and hyphens, with a dot between labels of at most 63, at "
        + "most 253 in all")]
    [InlineData("$INCLUDE other", "$INCLUDE is not followed: write the records of that file here")]
    [InlineData("$GENERATE 1-9 a A 192.0.2.$", "$GENERATE is not known: write the records that it stands for")]
    [InlineData("$TTL soon", "$TTL is one time: write '$TTL 3600'")]
    public void An_error_has_its_line_and_says_what_to_write(string line, string error)
    {
        var zone = Read($"; a comment\n\n{line}\n");
        Assert.Equal($"a.zone:3: {error}", Assert.Single(zone.Errors).ToString());
        Assert.Empty(zone.Records);
    }

    [Fact]
    public void A_string_of_more_than_255_octets_must_be_cut()
    {
        Assert.Empty(Read($"a. 60 TXT {new string('x', 255)}").Errors);
        Assert.Equal("a.zone:1: a string has 256 octets and may have 255: write several, \"...\" \"...\"",
            Assert.Single(Read($"a. 60 TXT {new string('x', 256)}").Errors).ToString());
    }

    [Fact]
    public void What_is_not_read_has_a_note()
    {
        var zone = Read("""
            a.example. 60 IN SOA ns.a.example. h.a.example. 1 1 1 1 1
            a.example. 60 CAA 0 issue "ca.example"
            a.example. 60 TYPE65 \# 1 00
            version.bind. 0 CH TXT "x"
            b.example. 60 A 192.0.2.1
            """);
        Assert.Empty(zone.Errors);
        Assert.Equal(
            [
                "a.zone:2: CAA is not read", "a.zone:3: TYPE65 is not read",
                "a.zone:4: a class other than IN is not read",
                "a.zone:5: b.example lies in no zone of this file, which begins with another SOA",
            ],
            zone.Notes.Select(note => note.ToString()));
        Assert.Single(zone.Records);
    }

    [Fact]
    public void An_origin_from_outside_holds_before_the_first_in_the_file() => Assert.Equal(
        "mx.a.example", Assert.Single(ZoneFile.Read("a.zone", "mx 60 A 192.0.2.1", "A.example.").Records).Owner);

    [Fact]
    public void Several_zones_may_stand_in_one_file() => Assert.Equal(
        ["a.example", "b.example"], Read("b.example. 60 A 192.0.2.1\nx.b.example. A 192.0.2.1\na.example. A 192.0.2.2")
            .Apexes);

    [Theory]
    [InlineData("$ORIGIN a.example.\nmx 60 A 192.0.2.1", "a.example")]
    [InlineData("$ORIGIN .\na.example 60 A 192.0.2.1", "a.example")]
    [InlineData("$ORIGIN example.\na 60 A 192.0.2.1\nx.a A 192.0.2.1", "a.example")]
    public void Without_a_soa_the_zone_is_what_the_records_hang_from(string text, string apex) =>
        Assert.Equal(apex, Read(text).Apexes[0]);

    [Fact]
    public void At_most_twenty_errors_are_said() =>
        Assert.Equal(20, Read(string.Concat(Enumerable.Repeat("$TTL soon\n", 100))).Errors.Length);

    [Fact]
    public void Any_text_is_read_to_its_end_with_records_or_errors() =>
        Gen.OneOf(Pieces.Select(Gen.Const).ToArray()).Array[0, 40].Sample(parts => Assert.All(
            Read(string.Concat(parts)).Records, record => Assert.DoesNotContain("..", record.Owner)));

    private static ZoneFile Read(string text) => ZoneFile.Read("a.zone", text, origin: null);
}
