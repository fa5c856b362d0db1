using System.Text.Json;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;

namespace Causeway.Watching.Tests.Targets;

/// <summary>A program that is told of alerts.</summary>
public sealed class CommandTargetTests : IDisposable
{
    private readonly string heard = Path.GetTempFileName();

    private static readonly AlertNews News = new(AlertEvent.Raised, Some.Now, Some.Alert());

    public void Dispose() => File.Delete(heard);

    [Fact]
    public async Task It_reads_the_alert_as_one_line_of_JSON()
    {
        Assert.Null(await TellAsync($"cat > {heard}"));

        var line = Assert.Single(await File.ReadAllLinesAsync(heard, TestContext.Current.CancellationToken));
        var json = JsonSerializer.Deserialize<JsonElement>(line);
        Assert.Equal(
            ["event", "at", "id", "severity", "stage", "site", "organization", "subject", "found", "where", "since",
                "do"],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(("raised", "disk-low"), (Text(json, "event"), Text(json, "id")));
        Assert.Equal("2026-01-02T03:04:05+00:00", Text(json, "since"));
    }

    [Fact]
    public async Task Its_exit_code_and_what_it_said_are_told() => Assert.Equal(
        "/bin/sh ended with exit code 7: no such pager", await TellAsync("echo no such pager >&2; exit 7"));

    [Fact]
    public async Task One_that_reads_nothing_and_says_much_is_no_fault() =>
        Assert.Null(await TellAsync("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"));

    [Fact]
    public async Task One_that_hangs_is_killed_with_its_children()
    {
        var target = new CommandTarget(
            ["/bin/sh", "-c", $"sleep 1000 & echo $! > {heard}; wait"], TimeProvider.System,
            TimeSpan.FromMilliseconds(500));

        var why = await target.TellAsync([News], TestContext.Current.CancellationToken);

        Assert.Equal("/bin/sh ran for longer than 0 s and was killed", why);
        var child = (await File.ReadAllTextAsync(heard, TestContext.Current.CancellationToken)).Trim();
        Assert.True(!Directory.Exists($"/proc/{child}") || IsDead(child), $"{child} still runs");
    }

    [Fact]
    public async Task One_that_does_not_exist_is_told_of()
    {
        var target = new CommandTarget(["/no/such/program"], TimeProvider.System);
        var why = await target.TellAsync([News], TestContext.Current.CancellationToken);
        Assert.StartsWith("/no/such/program could not be started: ", why, StringComparison.Ordinal);
        Assert.Equal("command program", target.Name);
    }

    // A killed process stays as a zombie until it is waited for.
    private static bool IsDead(string process) =>
        File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0] is 'Z' or 'X';

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static Task<string?> TellAsync(string script) =>
        new CommandTarget(["/bin/sh", "-c", script], TimeProvider.System)
            .TellAsync([News], TestContext.Current.CancellationToken);
}
