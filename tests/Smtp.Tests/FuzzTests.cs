using System.Text;
using Causeway.Fuzz;
using Causeway.Smtp.Server;

namespace Causeway.Smtp.Tests;

/// <summary>The fuzz targets of tests/Fuzz: their corpus always, the search in the long tests.</summary>
public sealed class FuzzTests
{
    private const string Message = "HELO c.test\r\nMAIL FROM:<>\r\nRCPT TO:<a@b.test>\r\nDATA\r\n";
    private const string Accepted = "220 250 250 250 354";

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_corpus_has_no_finding(string target)
    {
        var corpus = Corpus.Of(FuzzTargets.Of(target));
        Assert.True(corpus.Count > 10);
        Assert.All(corpus, input => Assert.Null(FuzzTargets.Of(target).Judge(input, new Random(1)).Finding));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    [Trait("Category", "Long")]
    public void A_minute_of_search_has_no_finding(string target)
    {
        var seed = (int)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var loop = new FuzzLoop(FuzzTargets.Of(target), TimeProvider.System, seed);
        var result = loop.Run(Corpus.Of(FuzzTargets.Of(target)), TimeSpan.FromMinutes(1));
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {result.Executions} executions");
        Assert.Empty(result.Findings);
        Assert.True(result.Executions > 1000);
    }

    [Theory]
    [InlineData("x\r\n.\r\n", "250", "x\r\n", null)]
    [InlineData("x\n.\nQUIT\r\n.\r\n", "250 221", "x\r\n", "answered with")]
    [InlineData("x\n.\r\nQUIT\r\n.\r\n", "250 221", "x\r\n", "answered with")]
    [InlineData("x\r\n.\r\n", "250", "x", "what was stored differs")]
    [InlineData("..x\r\n.\r\n", "250", "..x\r\n", "what was stored differs")]
    [InlineData("x\r\n.\r\n", "250 250", "x\r\n", "1 replies too many")]
    [InlineData("x\r\n", "250", "x\r\n", "1 replies too many")]
    [InlineData("x\r\n.\r\nDATA\r\n", "250 354", "x\r\n", "DATA was accepted out of order")]
    [InlineData("x\r\n.\r\nNOOP\nX\r\n", "250 250", "x\r\n", "a bad line was not refused")]
    public void A_server_that_reads_a_session_wrongly_is_noticed(
        string content, string codes, string stored, string? finding)
    {
        var replies = $"{Accepted} {codes}".Split(' ').Select(code => new Reply(int.Parse(code, null), "")).ToList();
        var seen = new MemorySession("", replies, [Encoding.UTF8.GetBytes(stored)], null);
        var found = new SlowSession(Encoding.UTF8.GetBytes(Message + content), new SmtpLimits(), seen).Check();
        if (finding is null)
        {
            Assert.Null(found);
        }
        else
        {
            Assert.Contains(finding, found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_finding_is_told_with_its_shortest_input()
    {
        var result = new FuzzLoop(new NoBangs(), TimeProvider.System, seed: 1)
            .Run([[.. "abc!def"u8]], TimeSpan.FromMinutes(1));
        Assert.Equal("bang: a bang: !", result.Findings[0]);
    }

    private sealed class NoBangs : IFuzzTarget
    {
        public string Name => "bang";

        public IReadOnlyList<byte[]> Words { get; } = [[.. "!"u8]];

        public Judgement Judge(byte[] input, Random random) =>
            new(input.Contains((byte)'!') ? "a bang" : null, "");
    }
}
