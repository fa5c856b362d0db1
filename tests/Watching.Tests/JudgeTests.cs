using Causeway.Core.Topology;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;

namespace Causeway.Watching.Tests;

/// <summary>What of an observation is an alert.</summary>
public class JudgeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_site_in_order_raises_nothing() => Assert.Empty(Of(Some.Observation()));

    [Fact]
    public void A_queue_is_too_long_above_its_threshold()
    {
        Assert.Empty(Of(Queue(waiting: 1000)));
        var alert = Assert.Single(Of(Queue(waiting: 1001)));
        Assert.Equal((AlertTable.QueueLong, "contoso"), (alert.Id, alert.Organization));
        Assert.Equal("1,001 copies wait, more than 1,000.", alert.Found);
    }

    [Fact]
    public void A_queue_is_too_old_when_its_oldest_copy_is()
    {
        Assert.Empty(Of(Queue(waiting: 1, oldest: Some.Now.AddHours(-1))));
        var alert = Assert.Single(Of(Queue(waiting: 1, oldest: Some.Now.AddHours(-3))));
        Assert.Equal((AlertTable.QueueOld, Some.Now.AddHours(-2)), (alert.Id, alert.Since));
    }

    [Fact]
    public void Held_mail_is_an_alert_since_its_oldest()
    {
        var alert = Assert.Single(Of(Queue(held: 2, oldestHeld: Some.Now.AddDays(-1))));
        Assert.Equal((AlertTable.MailHeld, Some.Now.AddDays(-1)), (alert.Id, alert.Since));
        Assert.Contains("causeway queue release", alert.Do, StringComparison.Ordinal);
    }

    [Fact]
    public void A_domain_without_a_key_to_sign_with_is_an_alert()
    {
        var alert = Assert.Single(Of(Some.Observation() with { Keyless = [new("contoso", "contoso.example")] }));
        Assert.Equal((AlertTable.KeyMissing, "contoso.example"), (alert.Id, alert.Subject));
        Assert.Contains("--domain contoso.example", alert.Do, StringComparison.Ordinal);
    }

    [Fact]
    public void A_neighbour_is_down_when_it_failed_for_long()
    {
        Assert.Empty(Of(Neighbour(Some.Failing(15 * Minute))));
        var alert = Assert.Single(Of(Neighbour(Some.Failing(16 * Minute))));
        Assert.Equal((AlertTable.NeighbourDown, "office", Severity.Critical),
            (alert.Id, alert.Subject, alert.Severity));
        Assert.Equal(Some.Now - (16 * Minute), alert.Since);
        Assert.Contains("451 4.4.1 nobody there", alert.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Dns_that_differs_where_it_matters_is_critical_since_it_was_seen()
    {
        var dns = new DnsSeen("contoso", Some.Now.AddHours(-2), Some.Now, ["MX contoso.example is missing: no mail"]);

        var alert = Assert.Single(Of(Some.Observation() with { Dns = [dns] }));

        Assert.Equal((AlertTable.DnsDrift, "contoso", Severity.Critical),
            (alert.Id, alert.Organization, alert.Severity));
        Assert.Equal(Some.Now.AddHours(-2), alert.Since);
        Assert.Contains("MX contoso.example is missing", alert.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_the_directory_is_old_when_its_primary_was_not_heard_for_longer_than_the_limit()
    {
        var copy = new DirectorySeen("contoso", "cloud", 7, Some.Now.AddHours(-1), Some.Now.AddHours(-1), 3600);
        Assert.Empty(Of(Some.Observation() with { Directories = [copy, copy with { AsOf = null }] }));

        var old = copy with { AsOf = Some.Now.AddHours(-3), Why = "Connection refused" };
        var alert = Assert.Single(Of(Some.Observation() with { Directories = [old] }));
        Assert.Equal((AlertTable.DirectoryOld, "cloud", "contoso"), (alert.Id, alert.Subject, alert.Organization));
        Assert.Equal(Some.Now.AddHours(-2), alert.Since);
        Assert.Contains("cloud cannot be asked: Connection refused", alert.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_neighbour_for_which_nothing_waits_is_forgotten_after_the_quiet_time()
    {
        var failing = Some.Failing(TimeSpan.FromHours(5)) with { Waiting = 0 };
        Assert.Single(Of(Neighbour(failing with { LastFailure = Some.Now.AddMinutes(-59) })));
        Assert.Empty(Of(Neighbour(failing with { LastFailure = Some.Now.AddMinutes(-60) })));
    }

    [Fact]
    public void A_network_that_guesses_and_an_account_that_is_guessed_at_are_told_as_long_as_it_lasts()
    {
        var seen = Some.Observation() with
        {
            LockedNetworks = [new("203.0.113.7", 12, Some.Now.AddMinutes(-2), Some.Now.AddMinutes(4))],
            AttackedAccounts = [new("ada@contoso.example", 31, Some.Now.AddMinutes(-30))],
        };
        var alerts = Of(seen);
        Assert.Equal(
            [(AlertTable.AccountAttacked, "ada@contoso.example"), (AlertTable.NetworkLocked, "203.0.113.7")],
            alerts.Select(alert => (alert.Id, alert.Subject)));
        Assert.StartsWith("203.0.113.7 failed to sign in 12 times", alerts[1].Found, StringComparison.Ordinal);
        Assert.Contains("causeway sign-in release 203.0.113.7", alerts[1].Do, StringComparison.Ordinal);
        Assert.Equal((Severity.Warning, Severity.Notice), (alerts[0].Severity, alerts[1].Severity));
    }

    [Fact]
    public void A_broken_link_is_told_at_once_and_in_place_of_a_neighbour_that_is_down()
    {
        var broken = Some.Failing(16 * Minute) with { BrokenSince = Some.Now - Minute };
        var alert = Assert.Single(Of(Neighbour(broken)));
        Assert.Equal((AlertTable.LinkBroken, Some.Now - Minute), (alert.Id, alert.Since));
        Assert.Contains("the connector from cloud to office", alert.Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30.1, null, null)]
    [InlineData(30, "30 days", Severity.Warning)]
    [InlineData(14, "14 days", Severity.Warning)]
    [InlineData(7, "7 days", Severity.Critical)]
    [InlineData(0, "expired", Severity.Critical)]
    [InlineData(-1, "expired", Severity.Critical)]
    public void A_certificate_is_told_of_in_stages(double days, string? stage, Severity? severity)
    {
        var seen = Some.Observation();
        seen = seen with { Certificates = [seen.Certificates[0] with { NotAfter = Some.Now.AddDays(days) }] };
        var alert = Of(seen).SingleOrDefault();
        Assert.Equal((stage, severity), (alert?.Stage, alert?.Severity));
    }

    [Fact]
    public void A_disk_is_low_below_its_threshold_and_mail_is_refused_in_stages()
    {
        var low = new DiskSeen((1L << 30) - 1, 64L << 20, DiskSeen.Nobody);
        Assert.Equal([AlertTable.DiskLow], Ids(Some.Observation() with { Disk = low }));
        var refused = Of(Some.Observation() with { Disk = low with { Free = 0, Refused = "everybody" } });
        Assert.Equal([AlertTable.MailRefused, AlertTable.DiskLow], refused.Select(alert => alert.Id));
        Assert.Equal("everybody", refused[0].Stage);
    }

    [Fact]
    public void A_spool_that_stopped_is_the_most_severe()
    {
        var alert = Assert.Single(Of(Some.Observation() with { SpoolFault = "Input/output error" }));
        Assert.Equal((AlertTable.SpoolFailed, Severity.Critical), (alert.Id, alert.Severity));
    }

    [Fact]
    public void A_jump_of_the_clock_is_told_until_it_was_quiet()
    {
        Assert.Equal([AlertTable.ClockJumped], Ids(Jumped(59)));
        Assert.Empty(Of(Jumped(60)));

        static Observation Jumped(int minutes) =>
            Some.Observation() with { Jumps = [new JumpSeen(Some.Now.AddMinutes(-minutes), -300)] };
    }

    [Fact]
    public void A_neighbour_whose_mail_comes_from_the_future_is_told_of()
    {
        Assert.Empty(Of(Apart(60)));
        var alert = Assert.Single(Of(Apart(180)));
        Assert.Equal((AlertTable.ClockApart, "filter"), (alert.Id, alert.Subject));
        Assert.Contains("3 min ahead", alert.Found, StringComparison.Ordinal);

        static Observation Apart(double seconds) =>
            Some.Observation() with { ClocksApart = [new ApartSeen("filter", Some.Now, seconds)] };
    }

    [Fact]
    public void Doors_and_loops_are_told_until_they_were_quiet()
    {
        var last = Some.Now.AddMinutes(-59);
        var seen = Some.Observation() with
        {
            Doors = [new TriedDoor("3a", "192.0.2.1", 7, last, last, "550 5.7.51 no")],
            Loops = [new CutLoop("ada@contoso.example", 1, last, last, "554 5.4.14 loop")],
        };
        Assert.Equal([AlertTable.Loop, AlertTable.DoorTried], Ids(seen));
        Assert.Empty(Of(seen with { At = Some.Now.AddMinutes(2) }));
    }

    [Fact]
    public void Who_is_over_a_limit_is_told_until_it_was_quiet()
    {
        var last = Some.Now.AddMinutes(-59);
        var seen = Some.Observation() with
        {
            Senders =
            [
                new SenderOverLimit("contoso", "ada@contoso.example", false, 3, last, last, "550 5.1.90 no more"),
                new SenderOverLimit("contoso", "office", true, 1, last, last, "per-site"),
            ],
        };

        Assert.Equal([AlertTable.SendingLimit, AlertTable.SendingLimit], Ids(seen));
        Assert.Contains("was refused 3 times", Of(seen)[0].Found, StringComparison.Ordinal);
        Assert.Contains("causeway sending release ada@contoso.example", Of(seen)[0].Do, StringComparison.Ordinal);
        Assert.Contains("1 message of the site office", Of(seen)[1].Found, StringComparison.Ordinal);
        Assert.Empty(Of(seen with { At = Some.Now.AddMinutes(2) }));
    }

    [Fact]
    public void A_refused_file_and_a_failing_target_are_told_of()
    {
        var seen = Some.Observation() with
        {
            Reloads = [new ReloadSeen("contoso", "recipients.csv", null, Some.Now, "line 3: no")],
            Targets = [new TargetSeen("contoso", "command notify", null, Some.Now, "exit code 1")],
        };
        Assert.Equal([AlertTable.ReloadRefused, AlertTable.TargetFailing], Ids(seen));
    }

    [Fact]
    public void Each_organization_is_judged_by_its_own_thresholds()
    {
        var seen = Some.Observation() with
        {
            Queues = [new QueueSeen("contoso", 20, 0, null, null), new QueueSeen("northwind", 20, 0, null, null)],
        };
        var alerts = Judge.Of(
            seen, [("contoso", Some.Policy), ("northwind", Some.Policy with { QueueLength = 19 })]);
        Assert.Equal("northwind", Assert.Single(alerts).Organization);
    }

    private static IReadOnlyList<Alert> Of(Observation seen) => Judge.Of(seen, [("contoso", AlertPolicy.Default)]);

    private static IEnumerable<string> Ids(Observation seen) => Of(seen).Select(alert => alert.Id);

    private static Observation Neighbour(NeighbourSeen neighbour) =>
        Some.Observation() with { Neighbours = [neighbour] };

    private static Observation Queue(
        int waiting = 0, int held = 0, DateTimeOffset? oldest = null, DateTimeOffset? oldestHeld = null) =>
        Some.Observation() with { Queues = [new QueueSeen("contoso", waiting, held, oldest, oldestHeld)] };
}
