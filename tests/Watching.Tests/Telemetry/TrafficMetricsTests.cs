using System.Diagnostics.Metrics;
using Causeway.Queue.Facts;
using Causeway.Watching.Telemetry;

namespace Causeway.Watching.Tests.Telemetry;

/// <summary>What is counted of the log, and under which labels.</summary>
public sealed class TrafficMetricsTests : IDisposable
{
    private readonly SiteMeters meters = new("1.0.0");
    private readonly MeterListener listener = new();
    private readonly Dictionary<string, long> counted = [];
    private readonly TrafficMetrics metrics;

    public TrafficMetricsTests()
    {
        listener.InstrumentPublished = (instrument, heard) =>
        {
            if (meters.Owns(instrument))
            {
                heard.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var labels = string.Join(',', tags.ToArray().Select(tag => tag.Value));
            var key = $"{instrument.Name}[{labels}]";
            counted[key] = counted.GetValueOrDefault(key) + value;
        });
        listener.Start();
        metrics = new TrafficMetrics(meters);
    }

    public void Dispose()
    {
        listener.Dispose();
        meters.Dispose();
    }

    [Fact]
    public void A_code_of_ours_is_a_label_and_what_anybody_could_choose_is_not()
    {
        Refuse("550 5.7.51 Mail for this domain is accepted only over its configured connector");
        Refuse("599 9.9.9 whatever");
        Refuse("x");

        Assert.Equal(1, counted["causeway.mail.refused[550 5.7.51]"]);
        Assert.Equal(2, counted["causeway.mail.refused[other]"]);
    }

    [Fact]
    public void Refusals_that_were_only_counted_count()
    {
        metrics.OnRecorded(new RefusalsCounted
        {
            At = Some.Now, TraceId = "", Source = "192.0.2.1", From = Some.Now, Until = Some.Now, Count = 905,
            Replies = [new ReplyCount("550 5.7.51", 905)], Sessions = 7,
        });

        Assert.Equal(905, counted["causeway.mail.refused[550 5.7.51]"]);
        Assert.Equal(7, counted["causeway.smtp.sessions[internet,none]"]);
    }

    [Fact]
    public void Every_end_counts_and_what_is_deferred_has_none()
    {
        metrics.OnRecorded(new Ended
        {
            At = Some.Now, Id = "1", Copy = 0, Attempt = 1,
            Results =
            [
                new Result("a@contoso.example", Outcome.Delivered, null),
                new Result("b@contoso.example", Outcome.Bounced, "550 5.1.1 no"),
                new Result("c@contoso.example", Outcome.Deferred, "451 4.4.1 later"),
            ],
        });

        Assert.Equal((1, 1), (counted["causeway.mail.ended[delivered]"], counted["causeway.mail.ended[bounced]"]));
        Assert.DoesNotContain("causeway.mail.ended[deferred]", counted.Keys);
    }

    [Fact]
    public void Two_sites_of_one_process_count_apart()
    {
        using var others = new SiteMeters("1.0.0");
        new TrafficMetrics(others).OnRecorded(Refusal("550 5.7.51 no"));

        Assert.Equal(0, counted["causeway.mail.refused[550 5.7.51]"]);
    }

    private void Refuse(string reply) => metrics.OnRecorded(Refusal(reply));

    private static Refused Refusal(string reply) => new()
    {
        At = Some.Now, TraceId = "", Peer = new Peer("192.0.2.1:25", null, null, null), Command = "RCPT",
        Reply = reply,
    };
}
