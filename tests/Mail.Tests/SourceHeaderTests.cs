using System.Net;
using CsCheck;

namespace Causeway.Mail.Tests;

public sealed class SourceHeaderTests
{
    [Fact]
    public void It_is_written_as_exchange_online_writes_it() => Assert.Equal(
        "X-MS-Exchange-SkipListedInternetSender:\r\n\tip=[34.130.58.223];domain=mx.fabrikam.example\r\n",
        Header.Text(new SourceHeader(IPAddress.Parse("34.130.58.223"), "mx.fabrikam.example")
            .Write(SourceHeader.SkipListed)));

    [Theory]
    [InlineData("ip=[192.0.2.1];domain=a.example", "192.0.2.1", "a.example")]
    [InlineData("\n\tip=[2001:db8::1];domain=[192.0.2.1]", "2001:db8::1", "[192.0.2.1]")]
    [InlineData("ip=[192.0.2.1];domain=", "192.0.2.1", null)]
    public void It_is_read(string body, string address, string? helo) => Assert.Equal(
        new SourceHeader(IPAddress.Parse(address), helo), Read($"X-MS-Exchange-SkipListedInternetSender: {body}\n\n"));

    [Theory]
    [InlineData("")]
    [InlineData("ip=192.0.2.1;domain=a.example")]
    [InlineData("ip=[192.0.2];domain=a.example")]
    [InlineData("ip=[a.example];domain=a.example")]
    [InlineData("ip=[192.0.2.1]")]
    [InlineData("ip=[192.0.2.1];domain=a.example; x")]
    [InlineData("domain=a.example;ip=[192.0.2.1]")]
    public void What_is_not_of_the_form_is_nothing(string body) =>
        Assert.Null(Read($"X-MS-Exchange-SkipListedInternetSender: {body}\n\n"));

    [Fact]
    public void The_topmost_counts() => Assert.Equal("192.0.2.1", Read(
        "X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.1];domain=a\n"
        + "X-MS-Exchange-SkipListedInternetSender: ip=[192.0.2.2];domain=b\n\n")?.Address.ToString());

    [Fact]
    public void Whatever_a_peer_calls_itself_it_is_one_field_that_reads_as_its_address() =>
        Gen.Select(Gen.Byte.Array[4].Select(octets => new IPAddress(octets)), Gen.OneOf(
            Gen.String, Gen.OneOf("a.example\r\nX-Evil: 1", "a];domain=b", "ip=[1.2.3.4]", "a;b", "", "\u202e")))
        .Sample((address, helo) =>
        {
            var written = new SourceHeader(address, helo).Write(SourceHeader.ExternalOriginal);
            var header = HeaderBlock.Scan((byte[])[.. written, .. "\r\n"u8]);
            return header.Fields.Length == 1
                && SourceHeader.Read(header, SourceHeader.ExternalOriginal)?.Address.Equals(address) == true;
        });

    private static SourceHeader? Read(string header) => SourceHeader.Read(Header.Of(header), SourceHeader.SkipListed);
}
