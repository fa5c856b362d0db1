using System.Globalization;
using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary><c>trace --follow</c>: what happens to a message, while it happens.</summary>
[Collection(LabAddresses.Collection)]
public sealed class TraceFollowTests(ServedLab lab) : IClassFixture<ServedLab>
{
    [Fact]
    public async Task A_message_that_is_sent_meanwhile_is_followed_over_all_sites_until_Ctrl_C()
    {
        var ct = TestContext.Current.CancellationToken;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience.Longest);
        var mail = Mail.New("followed");
        using var process = Command.Start(
            Repository.Launcher, ["trace", "--follow", "--message-id", mail.Id, "--data", lab.Data.Path, "--json"]);
        try
        {
            Assert.Contains(
                "following cloud, filter, internet-mta, office",
                await LineAsync(process.StandardError, "following", limit.Token), StringComparison.Ordinal);
            await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Charles, Mail.New("not this one").Octets);
            await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Grace, mail.Octets);

            // The logs are read one after another: what a later site did may be heard of first.
            string[] way =
            [
                "filter RECEIVE", "filter ROUTE", "cloud RECEIVE", "cloud ROUTE", "office RECEIVE", "office DELIVER",
            ];
            var steps = new List<string>();
            while (way.Except(steps).Any())
            {
                var line = await process.StandardOutput.ReadLineAsync(limit.Token);
                var row = JsonSerializer.Deserialize<JsonElement>(line!);
                Assert.Equal(mail.Id, Timeline.Text(row, "messageId"));
                steps.Add($"{Timeline.Text(row, "site")} {Timeline.Text(row, "event")}");
            }

            Assert.Equal(steps.Count, steps.Distinct().Count());

            await Command.RunAsync("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync(limit.Token);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // The launcher may speak before Causeway does.
    private static async Task<string> LineAsync(StreamReader from, string word, CancellationToken ct)
    {
        while (await from.ReadLineAsync(ct) is { } line)
        {
            if (line.Contains(word, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"It ended without a word of {word}.");
    }
}
