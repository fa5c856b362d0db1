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

    [Fact]
    public void Whatever_a_peer_calls_itself_it_is_one_field_that_begins_with_its_address() =>
        Gen.Select(Gen.Byte.Array[4].Select(octets => new IPAddress(octets)), Gen.OneOf(
            Gen.String, Gen.OneOf("a.example\r\nX-Evil: 1", "a];domain=b", "ip=[1.2.3.4]", "a;b", "", "\u202e")))
        .Sample((address, helo) =>
        {
            var written = new SourceHeader(address, helo).Write(SourceHeader.ExternalOriginal);
            var header = HeaderBlock.Scan((byte[])[.. written, .. "\r\n"u8]);
            return header.Fields.Length == 1
                && header.TextOf(SourceHeader.ExternalOriginal)!.StartsWith(
                    $"ip=[{address}];domain=", StringComparison.Ordinal);
        });
}
