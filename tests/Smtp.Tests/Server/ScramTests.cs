using System.Text;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests.Server;

/// <summary>AUTH SCRAM-SHA-256 (RFC 5802 section 5), over TLS on loopback.</summary>
public sealed class ScramTests
{
    [Fact]
    public async Task Scram_proves_the_password_without_sending_it()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Submissions);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.StartTlsAsync(null);
        await client.ExpectAsync("220 mx.test");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        foreach (var (first, final, expect) in BadScram)
        {
            await BeginScramAsync(client, first);
            await client.SendAsync(final + "\r\n");
            await client.ExpectAsync(expect);
        }

        Assert.DoesNotContain("signed in", policy.Calls);
        var nonce = await BeginScramAsync(client, "n,a=Ada,n=ada,r=mine");
        var proof = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
        await client.SendAsync(Base64($"c={Base64("n,a=Ada,")},r={nonce},p={proof}") + "\r\n");
        await client.ExpectAsync("334 " + Base64("v=CQk="));
        await client.SendAsync("\r\n");
        await client.ExpectAsync("235 2.7.0");
        Assert.Contains("signed in", policy.Calls);
        Assert.Contains(
            $"scram ada n=ada,r=mine,r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,c={Base64("n,a=Ada,")},r={nonce}",
            policy.Calls);
    }

    [Fact]
    public async Task Who_does_not_believe_the_servers_signature_is_not_signed_in()
    {
        var policy = new FakePolicy();
        await using var server = await TlsServer.StartAsync(policy, ListenerKind.Submissions);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.StartTlsAsync(null);
        await client.ExpectAsync("220 mx.test");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        var nonce = await BeginScramAsync(client, "y,,n=ada,r=mine");
        var proof = Convert.ToBase64String(Enumerable.Repeat((byte)1, 32).ToArray());
        await client.SendAsync(Base64($"c={Base64("y,,")},r={nonce},p={proof}") + "\r\n");
        await client.ExpectAsync("334 ");
        await client.SendAsync("*\r\n");
        await client.ExpectAsync("501 5.7.0");
        await client.SendAsync("MAIL FROM:<a@b.test>\r\n");
        await client.ExpectAsync("530 5.7.0");
        Assert.DoesNotContain("signed in", policy.Calls);
    }

    [Theory]
    [InlineData("", "501 5.5.2")]
    [InlineData("n,,n=ada", "501 5.5.2")]
    [InlineData("n,,r=mine,n=ada", "501 5.5.2")]
    [InlineData("n,,m=ext,n=ada,r=mine", "501 5.5.2")]
    [InlineData("n,,n=,r=mine", "501 5.5.2")]
    [InlineData("n,,n=a=da,r=mine", "501 5.5.2")]
    [InlineData("n,,n=ada,r=", "501 5.5.2")]
    [InlineData("n,,n=ada,r=mi ne", "501 5.5.2")]
    [InlineData("p=tls-exporter,,n=ada,r=mine", "501 5.5.2")]
    [InlineData("n,a=grace,n=ada,r=mine", "535 5.7.8")]
    [InlineData("n,,n=fault,r=mine", "451 4.3.0")]
    public async Task A_bad_first_message_of_scram_ends_the_exchange(string first, string expect)
    {
        await using var server = await TlsServer.StartAsync(new FakePolicy(), ListenerKind.Submissions);
        await using var client = await TlsClient.ConnectAsync(server);
        await client.StartTlsAsync(null);
        await client.ExpectAsync("220 mx.test");
        await client.SendAsync("EHLO c.test\r\n");
        await client.ReadReplyAsync();
        await client.SendAsync($"AUTH SCRAM-SHA-256 {(first.Length == 0 ? "=" : Base64(first))}\r\n");
        await client.ExpectAsync(expect);
    }

    private static readonly (string First, string Final, string Expect)[] BadScram =
    [
        ("n,,n=ada,r=mine", "*", "501 5.7.0"),
        ("n,,n=ada,r=mine", Base64("c=biws,r=mine,p=AAAA"), "501 5.5.2"),
        ("n,,n=ada,r=mine", Base64($"c=biws,r=mine,p={new string('A', 43)}="), "501 5.5.2"),
        ("n,,n=ada,r=mine", Base64("nothing"), "501 5.5.2"),
    ];

    private static async Task<string> BeginScramAsync(TlsClient client, string first)
    {
        await client.SendAsync($"AUTH SCRAM-SHA-256 {Base64(first)}\r\n");
        var challenge = await client.ReadReplyAsync();
        Assert.StartsWith("334 ", challenge, StringComparison.Ordinal);
        var text = Encoding.UTF8.GetString(Convert.FromBase64String(challenge[4..].Trim()));
        var fields = text.Split(',');
        Assert.StartsWith("r=mine", fields[0], StringComparison.Ordinal);
        Assert.True(fields[0].Length > 20, text);
        Assert.Equal(["s=W22ZaJ0SNY7soEsUEjb6gQ==", "i=4096"], fields[1..]);
        return fields[0][2..];
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
