using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Doors;

/// <summary>Nothing but CRLF.CRLF ends a message, so that nobody smuggles a second one in the first.</summary>
[Collection(LabAddresses.Collection)]
public sealed class EndOfDataTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Refused = "550 5.6.11";
    private const string Accepted = "250 2.0.0";
    private const string Smuggler = "smuggler@fabrikam.example";

    [Theory]
    [InlineData("\n.\n", Refused)]
    [InlineData("\n.\r\n", Refused)]
    [InlineData("\r\n.\n", Refused)]
    [InlineData("\r.\r", Refused)]
    [InlineData("\r.\r\n", Refused)]
    [InlineData("\n.\r", Refused)]
    [InlineData("\r\n.\r", Refused)]
    [InlineData("\r\n.\r\r\n", Refused)]
    [InlineData("\r\r\n.\r\r\n", Refused)]
    [InlineData("\r\n\u0000.\r\n", Accepted)]
    [InlineData("\r\n.\u0000\r\n", Accepted)]
    [InlineData("\r\n..\r\n", Accepted)]
    [InlineData("\r\n. \r\n", Accepted)]
    public async Task No_other_form_ends_a_message(string end, string reply)
    {
        var outer = Mail.NewId();
        var inner = Mail.NewId();
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await BeginAsync(talk);

        // One write, as an outbound server would send it that takes all of this for one message.
        await talk.WriteAsync(
            $"Message-ID: {outer}\r\n\r\nouter{end}MAIL FROM:<{Smuggler}>\r\nRCPT TO:<{Hosts.Ada}>\r\nDATA\r\n"
            + $"Message-ID: {inner}\r\n\r\ninner\r\n.\r\n");
        var answer = await talk.ReadAsync();

        Assert.Equal(reply, answer.Status);
        Assert.StartsWith("250", (await talk.SayAsync("NOOP")).Status, StringComparison.Ordinal);
        await PassAsync(talk);
        Assert.Empty(await lab.Data.TraceAsync("--from", Smuggler));
        Assert.Empty(await lab.Data.ListAsync(Hosts.Ada, inner));
        await AssertWholeAsync(outer, reply == Accepted);
    }

    [Fact]
    public async Task The_right_form_ends_a_message_and_the_commands_behind_it_are_read()
    {
        var first = Mail.NewId();
        var second = Mail.NewId();
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await BeginAsync(talk);

        await talk.WriteAsync(
            $"Message-ID: {first}\r\n\r\nfirst\r\n.\r\nMAIL FROM:<{Hosts.Alice}>\r\nRCPT TO:<{Hosts.Ada}>\r\nDATA\r\n");

        foreach (var status in (string[])["250 2.0.0", "250 2.1.0", "250 2.1.5", "354 End"])
        {
            Assert.Equal(status, (await talk.ReadAsync()).Status);
        }

        await talk.WriteAsync($"Message-ID: {second}\r\n\r\nsecond\r\n.\r\n");
        Assert.Equal(Accepted, (await talk.ReadAsync()).Status);
        await lab.Data.WaitForAsync(Hosts.Ada, first);
        await lab.Data.WaitForAsync(Hosts.Ada, second);
    }

    [Fact]
    public async Task Commands_that_follow_STARTTLS_in_one_packet_are_dropped()
    {
        await using var talk = await SmtpTalk.GreetAsync(Hosts.Filter);
        await talk.WriteAsync(
            $"STARTTLS\r\nMAIL FROM:<injector@fabrikam.example>\r\nRCPT TO:<{Hosts.Nobody}>\r\n");
        var answer = await talk.ReadAsync();

        Assert.StartsWith("220", answer.Status, StringComparison.Ordinal);
        using var certificate = Identity.Forge("client", "client.contoso.example");
        await talk.StartTlsAsync(certificate);
        var greeting = await talk.SayAsync("EHLO s101.lab.example");
        Assert.Equal("250-mx.filter.example", greeting.Lines[0]);
        Assert.StartsWith("503", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status, StringComparison.Ordinal);
        Assert.Empty(await lab.Data.TraceAsync("--from", "injector@fabrikam.example"));
    }

    private static async Task BeginAsync(SmtpTalk talk)
    {
        Assert.Equal("250 2.1.0", (await talk.SayAsync($"MAIL FROM:<{Hosts.Alice}>")).Status);
        Assert.Equal("250 2.1.5", (await talk.SayAsync($"RCPT TO:<{Hosts.Ada}>")).Status);
        Assert.Equal("354", (await talk.SayAsync("DATA")).Lines[0][..3]);
    }

    // A clean message in the same session; when it has arrived, whatever came before it would be there as well.
    private async Task PassAsync(SmtpTalk talk)
    {
        var id = Mail.NewId();
        await BeginAsync(talk);
        await talk.WriteAsync($"Message-ID: {id}\r\n\r\nclean\r\n.\r\n");
        Assert.Equal(Accepted, (await talk.ReadAsync()).Status);
        await lab.Data.WaitForAsync(Hosts.Ada, id);
    }

    // One message with everything in it, or none.
    private async Task AssertWholeAsync(string messageId, bool isAccepted)
    {
        if (isAccepted)
        {
            var text = await lab.Data.WaitForTextAsync(Hosts.Ada, messageId);
            Assert.EndsWith("\r\n\r\ninner\r\n", text, StringComparison.Ordinal);
            return;
        }

        Assert.Empty(await lab.Data.ListAsync(Hosts.Ada, messageId));
    }
}
