using System.Text;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;
using Causeway.Shared;

namespace Causeway.EndToEnd.Tests.CommandLine;

/// <summary>The contract of <c>authenticate</c>: the verdicts on a message in a file.</summary>
public sealed class AuthenticateCommandTests : IAsyncDisposable
{
    // An Ed25519 signature in relaxed/relaxed form, made by another implementation (RFC 8463 appendix A).
    private const string Signed = """
        DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;
         d=football.example.com; i=@football.example.com;
         q=dns/txt; s=brisbane; t=1528637909; h=from : to :
         subject : date : message-id : from : subject : date;
         bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;
         b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus
         Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==
        From: Joe SixPack <joe@football.example.com>
        To: Suzie Q <suzie@shopping.example.net>
        Subject: Is dinner ready?
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)
        Message-ID: <20030712040037.46341.5F8J@football.example.com>

        Hi.

        We lost the game.  Are you hungry yet?

        Joe.

        """;

    private readonly TemporaryFolder folder = new();

    private readonly LoopbackDns dns = new("""
        $TTL 60
        $ORIGIN football.example.com.
        @ TXT "v=spf1 ip4:192.0.2.1 -all"
        brisbane._domainkey TXT "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        _dmarc.example.com. TXT "v=DMARC1; p=reject; sp=quarantine"
        """);

    public async ValueTask DisposeAsync()
    {
        await dns.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_verdicts_have_the_promised_names_and_words()
    {
        var result = await JudgeAsync(Signed, "192.0.2.1", "joe@football.example.com", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("", result.Error);
        var found = result.Json;
        Shapes.AssertNames(found, "spf", "dkim", "dmarc", "arc", "iprev", "authenticationResults");
        Assert.Equal("""{"result":"pass","domain":"football.example.com","mechanism":"ip4:192.0.2.1"}""",
            Compact(found.GetProperty("spf")));
        Assert.Equal(
            """[{"result":"pass","domain":"football.example.com","selector":"brisbane","reason":null}]""",
            Compact(found.GetProperty("dkim")));
        Assert.Equal(
            """{"result":"pass","policy":"quarantine","domain":"football.example.com","aligned":true,"reason":null}""",
            Compact(found.GetProperty("dmarc")));
        Assert.Equal("""{"result":"none","chain":[]}""", Compact(found.GetProperty("arc")));
    }

    [Fact]
    public async Task A_fail_of_DMARC_is_the_answer_no()
    {
        var unsigned = Signed[Signed.IndexOf("From:", StringComparison.Ordinal)..];
        var result = await JudgeAsync(unsigned, "192.0.2.2", "<>", "--json");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("[]", Compact(result.Json.GetProperty("dkim")));
        Assert.Equal("fail", Timeline.Text(result.Json.GetProperty("dmarc"), "result"));
        Assert.False(result.Json.GetProperty("dmarc").GetProperty("aligned").GetBoolean());
    }

    [Fact]
    public async Task Line_ends_of_a_file_on_disk_are_judged_as_they_were_sent()
    {
        var path = folder.File("message.eml");
        await File.WriteAllTextAsync(
            path, Signed.ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        var result = await RunAsync(path, "192.0.2.1", "joe@football.example.com");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("end in LF", result.Error, StringComparison.Ordinal);
        Assert.Equal(
            """
            iprev  permerror
            spf    pass      football.example.com; by ip4:192.0.2.1
            dkim   pass      football.example.com; selector brisbane
            dmarc  pass      football.example.com; policy quarantine
            arc    none

            """,
            result.Output);
    }

    [Fact]
    public async Task A_body_larger_than_any_piece_is_judged_to_its_end()
    {
        var result = await JudgeAsync(
            Signed + new string('x', 200_000), "192.0.2.2", "joe@football.example.com", "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal("fail", Timeline.Text(result.Json.GetProperty("dkim")[0], "result"));
    }

    [Theory]
    [InlineData("@football.example.com", "pass")]
    [InlineData("football.example.com", "pass")]
    [InlineData("Joe SixPack@football.example.com", "pass")]
    [InlineData("joe@football..example.com", "none")]
    [InlineData("joe@[192.0.2.1]", "none")]
    [InlineData("joe", "none")]
    public async Task A_sender_that_no_server_would_take_is_judged_as_well(string sender, string result)
    {
        var found = (await JudgeAsync(Signed, "192.0.2.1", sender, "--json")).Json;
        Assert.Equal(result, Timeline.Text(found.GetProperty("spf"), "result"));
    }

    [Theory]
    [InlineData("nowhere", "a@b.example", "--json")]
    [InlineData("192.0.2.1", "a@b.example; dkim=pass", "--json")]
    [InlineData("192.0.2.1", "a@b.example", "--resolver=nowhere")]
    [InlineData("192.0.2.1", "a@b.example", "--unknown")]
    public async Task What_cannot_be_read_ends_with_2_and_says_so_on_stderr(string ip, string sender, string option)
    {
        AssertUsage(await JudgeAsync(Signed, ip, sender, option));
    }

    [Fact]
    public async Task A_file_that_is_no_message_ends_with_2()
    {
        AssertUsage(await RunAsync(folder.File("missing.eml"), "192.0.2.1", "a@b.example"));
        AssertUsage(await JudgeAsync("", "192.0.2.1", "a@b.example"));
        AssertUsage(await JudgeAsync("no field\n\nbody\n", "192.0.2.1", "a@b.example"));
        AssertUsage(await JudgeAsync($"X: {new string('x', 300_000)}\n\n", "192.0.2.1", "a@b.example"));
    }

    private static void AssertUsage(CommandResult result)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Octets);
        Assert.NotEmpty(result.Error);
    }

    private static string Compact(JsonElement value) => JsonSerializer.Serialize(value);

    private async Task<CommandResult> JudgeAsync(string message, string ip, string sender, params string[] options)
    {
        var path = folder.File("message.eml");
        await File.WriteAllBytesAsync(path, Encoding.UTF8.GetBytes(message.ReplaceLineEndings("\r\n")),
            TestContext.Current.CancellationToken);
        return await RunAsync(path, ip, sender, options);
    }

    private Task<CommandResult> RunAsync(string path, string ip, string sender, params string[] options)
    {
        string[] resolver = options.Any(option => option.StartsWith("--resolver", StringComparison.Ordinal))
            ? [] : ["--resolver", dns.EndPoint.ToString()];
        return Command.CausewayAsync(
            ["authenticate", path, "--ip", ip, "--helo", "mx.example.com", "--mail-from", sender, .. resolver,
                .. options]);
    }
}
