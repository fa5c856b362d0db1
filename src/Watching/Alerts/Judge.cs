using System.Globalization;
using Causeway.Core.Topology;
using Causeway.Watching.Targets;

namespace Causeway.Watching.Alerts;

/// <summary>
/// What of an observation is an alert, by the thresholds of each organization; what is the site's own, by those of the
/// first. A pure function: it knows no clock and remembers nothing.
/// </summary>
public static class Judge
{
    /// <summary>The alerts of an observation, the most severe first.</summary>
    public static IReadOnlyList<Alert> Of(
        Observation seen, IReadOnlyList<(string Organization, AlertPolicy Policy)> policies)
    {
        var own = policies[0].Policy;
        var alerts = new List<Alert>();
        foreach (var (organization, policy) in policies)
        {
            alerts.AddRange(seen.Queues.Where(queue => queue.Organization == organization)
                .SelectMany(queue => Queue(seen, queue, policy)));
            alerts.AddRange(seen.Neighbours.Where(neighbour => neighbour.Organization == organization)
                .Select(neighbour => Neighbour(seen, neighbour, policy)).OfType<Alert>());
            alerts.AddRange(seen.Mailboxes.Where(mailbox => mailbox.Organization == organization)
                .Select(mailbox => Mailbox(seen, mailbox)));
            alerts.AddRange(seen.Sources
                .Where(source => source.Organization == organization
                    && seen.At - source.FailingSince > policy.NeighbourDown)
                .Select(source => Source(seen, source)));
            alerts.AddRange(seen.Direct
                .Where(direct => direct.Organization == organization && seen.At - direct.Last < policy.Quiet)
                .Select(direct => Direct(seen, direct)));
            alerts.AddRange(seen.Senders
                .Where(one => one.Organization == organization && seen.At - one.Last < policy.Quiet)
                .Select(one => Sender(seen, one)));
            alerts.AddRange(seen.Dns.Where(dns => dns.Organization == organization).Select(dns => Dns(seen, dns)));
        }

        alerts.AddRange(Disk(seen, own));
        alerts.AddRange(seen.Certificates.Select(certificate => Certificate(seen, certificate)).OfType<Alert>());
        alerts.AddRange(Clock(seen, own));
        alerts.AddRange(seen.Directories.Select(directory => Directory(seen, directory)).OfType<Alert>());
        alerts.AddRange(seen.Reloads.Select(reload => Reload(seen, reload)).OfType<Alert>());
        alerts.AddRange(seen.Domains.Select(domain => Domain(seen, domain)));
        alerts.AddRange(seen.Keyless.Select(keyless => Key(seen, keyless)));
        alerts.AddRange(seen.Targets.Select(target => Target(seen, target)).OfType<Alert>());
        alerts.AddRange(seen.Loops.Where(loop => seen.At - loop.Last < own.Quiet).Select(loop => Loop(seen, loop)));
        alerts.AddRange(seen.Doors.Where(door => seen.At - door.Last < own.Quiet).Select(door => Door(seen, door)));
        alerts.AddRange(seen.LockedNetworks.Select(network => Network(seen, network)));
        alerts.AddRange(seen.AttackedAccounts.Select(account => Account(seen, account)));
        return [.. alerts.OrderByDescending(alert => alert.Severity)];
    }

    /// <summary>A span as a person says it: 40 s, 3 min, 5 h, 2 days.</summary>
    public static string Span(TimeSpan span) =>
        span < TimeSpan.FromMinutes(2) ? Number(span.TotalSeconds, "s")
        : span < TimeSpan.FromHours(2) ? Number(span.TotalMinutes, "min")
        : span < TimeSpan.FromDays(2) ? Number(span.TotalHours, "h")
        : Number(span.TotalDays, "days");

    /// <summary>Octets as a person says them.</summary>
    public static string Octets(long octets)
    {
        string[] units = ["octets", "KiB", "MiB", "GiB", "TiB"];
        var (number, unit) = ((double)octets, 0);
        for (; number >= 1024 && unit < units.Length - 1; unit++)
        {
            number /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{number:0.#} {units[unit]}");
    }

    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<Alert> Queue(Observation seen, QueueSeen queue, AlertPolicy policy)
    {
        var where = $"the queue of {seen.Site}, organization {queue.Organization}";
        if (queue.Waiting > policy.QueueLength)
        {
            yield return Raise(
                AlertTable.QueueLong, "queue",
                $"{Count(queue.Waiting, "copy", "copies")} wait, more than {Count(policy.QueueLength)}.", seen.At);
        }

        if (queue.OldestWaiting is { } oldest && seen.At - oldest > policy.QueueAge)
        {
            yield return Raise(
                AlertTable.QueueOld, "queue",
                $"The oldest copy has waited for {Span(seen.At - oldest)}, longer than {Span(policy.QueueAge)}.",
                oldest + policy.QueueAge);
        }

        if (queue.OldestHeld is { } held)
        {
            yield return Raise(
                AlertTable.MailHeld, "queue",
                $"{Count(queue.Held, "copy is", "copies are")} held, the oldest of {Time(held)}.", held);
        }

        Alert Raise(string id, string subject, string found, DateTimeOffset since) =>
            AlertTable.Raise(id, seen.Site, queue.Organization, subject, found, where, since);
    }

    private static Alert? Neighbour(Observation seen, NeighbourSeen neighbour, AlertPolicy policy)
    {
        if (neighbour.FailingSince is not { } since
            || (neighbour.Waiting == 0 && !(seen.At - neighbour.LastFailure < policy.Quiet)))
        {
            return null;
        }

        var where = $"the way from {seen.Site} to {neighbour.Site} ({neighbour.Host}), "
            + $"organization {neighbour.Organization}";
        var waits = $"{Count(neighbour.Waiting, "copy waits", "copies wait")}";
        if (neighbour.BrokenSince is { } broken)
        {
            return AlertTable.Raise(
                AlertTable.LinkBroken, seen.Site, neighbour.Organization, neighbour.Site,
                $"{neighbour.Site} does not recognize {seen.Site}; {waits}. Last reply: {neighbour.LastReply}", where,
                broken);
        }

        return seen.At - since > policy.NeighbourDown
            ? AlertTable.Raise(
                AlertTable.NeighbourDown, seen.Site, neighbour.Organization, neighbour.Site,
                $"{neighbour.Site} has taken nothing since {Time(since)}; {waits}. Last reply: {neighbour.LastReply}",
                where, since)
            : null;
    }

    private static Alert Mailbox(Observation seen, MailboxSeen mailbox) => AlertTable.Raise(
        AlertTable.MailboxFull, seen.Site, mailbox.Organization, mailbox.Address,
        $"{mailbox.Address} holds {Octets(mailbox.Octets)} of {Octets(mailbox.Quota)}.",
        $"the mailboxes of {seen.Site}", mailbox.Since);

    private static Alert Source(Observation seen, SourceSeen source) => AlertTable.Raise(
        AlertTable.SourceFailing, seen.Site, source.Organization, source.Domain,
        $"{source.Source} says nothing of the recipients of {source.Domain} since {Time(source.FailingSince!.Value)}: "
        + $"{source.Why}.", $"recipients-from of {source.Domain}, organization {source.Organization}",
        source.FailingSince.Value);

    private static Alert Dns(Observation seen, DnsSeen dns) => AlertTable.Raise(
        AlertTable.DnsDrift, seen.Site, dns.Organization, dns.Organization,
        $"{string.Join("; ", dns.Differences)}; looked at {Time(dns.LookedAt)}.",
        $"the DNS of {dns.Organization}, as {seen.Site} sees it", dns.Since);

    private static Alert Direct(Observation seen, DirectSeen direct) => AlertTable.Raise(
        AlertTable.DirectLeak, seen.Site, direct.Organization, direct.Organization,
        $"{Count(direct.Count, "connection", "connections")} to the Internet since {Time(direct.Since)}, the last at "
        + $"{Time(direct.Last!.Value)} from {direct.Source ?? "an unknown address"} to {direct.Peer} for message "
        + $"{direct.Message}.", $"the deliveries of {seen.Site}, organization {direct.Organization}",
        direct.Last.Value);

    private static IEnumerable<Alert> Disk(Observation seen, AlertPolicy policy)
    {
        if (seen.SpoolFault is { } fault)
        {
            yield return AlertTable.Raise(
                AlertTable.SpoolFailed, seen.Site, null, "spool", $"The spool stopped: {fault}",
                $"the spool of {seen.Site}", seen.At);
        }

        var where = $"the data folder of {seen.Site}";
        if (seen.Disk.Refused != DiskSeen.Nobody)
        {
            yield return AlertTable.Raise(
                AlertTable.MailRefused, seen.Site, null, "mail",
                $"Mail of {seen.Disk.Refused} is refused with 452 4.3.1; "
                + $"{Octets(seen.Disk.Free)} are free on the disk.", where, seen.At, stage: seen.Disk.Refused);
        }

        if (seen.Disk.Free < policy.DiskFree)
        {
            yield return AlertTable.Raise(
                AlertTable.DiskLow, seen.Site, null, "disk",
                $"{Octets(seen.Disk.Free)} are free, less than {Octets(policy.DiskFree)}; "
                + $"the reserve is {Octets(seen.Disk.Reserve)}.", where, seen.At);
        }
    }

    private static Alert? Certificate(Observation seen, CertificateSeen certificate)
    {
        var left = certificate.NotAfter - seen.At;
        (string Stage, Severity Severity)? grade = left switch
        {
            { Ticks: <= 0 } => ("expired", Severity.Critical),
            { TotalDays: <= 7 } => ("7 days", Severity.Critical),
            { TotalDays: <= 14 } => ("14 days", Severity.Warning),
            { TotalDays: <= 30 } => ("30 days", Severity.Warning),
            _ => null,
        };
        if (grade is not { } found)
        {
            return null;
        }

        var ends = left > TimeSpan.Zero ? $"ends in {Span(left)}, at" : "ended at";
        return AlertTable.Raise(
            AlertTable.Certificate, seen.Site, certificate.Organization, certificate.Path,
            $"The certificate of {certificate.Names} {ends} {Time(certificate.NotAfter)}.",
            $"{certificate.Path}, which {seen.Site} shows", seen.At, found.Severity, found.Stage);
    }

    private static IEnumerable<Alert> Clock(Observation seen, AlertPolicy policy)
    {
        var where = $"the clock of the machine of {seen.Site}";
        if (seen.Jumps.LastOrDefault() is { } jump && seen.At - jump.At < policy.Quiet)
        {
            var way = jump.Seconds > 0 ? "ahead" : "back";
            yield return AlertTable.Raise(
                AlertTable.ClockJumped, seen.Site, null, "clock",
                $"The clock was set {way} by {Span(TimeSpan.FromSeconds(Math.Abs(jump.Seconds)))} at {Time(jump.At)}.",
                where, jump.At);
        }

        foreach (var apart in seen.ClocksApart.Where(apart =>
            apart.AheadSeconds > policy.Clock.TotalSeconds && seen.At - apart.At < policy.Quiet))
        {
            var ahead = Span(TimeSpan.FromSeconds(apart.AheadSeconds));
            yield return AlertTable.Raise(
                AlertTable.ClockApart, seen.Site, null, apart.Neighbour,
                $"Mail that {apart.Neighbour} handed in at {Time(apart.At)} bears a time {ahead} ahead of that.",
                where, apart.At);
        }
    }

    private static Alert? Directory(Observation seen, DirectorySeen directory) =>
        directory.OldSince(seen.At) is { } since
            ? AlertTable.Raise(
                AlertTable.DirectoryOld, seen.Site, directory.Organization, directory.KeptBy,
                $"The copy of the directory is as it was at {Time(directory.AsOf!.Value)}, longer ago than "
                + $"{Span(TimeSpan.FromSeconds(directory.StaleAfterSeconds))}. "
                + $"{directory.KeptBy} cannot be asked: {directory.Why ?? "it said nothing yet."}",
                $"the directory of {directory.Organization} at {seen.Site}", since)
            : null;

    // Which of two organizations is which is the provider's business alone.
    private static Alert Domain(Observation seen, DomainProblem domain) => domain.What == DomainProblem.Claimed
        ? AlertTable.Raise(
            AlertTable.DomainClaimed, seen.Site, null, domain.Domain,
            $"{domain.Organization} proves {domain.Domain} to be its own, which another organization has already.",
            $"the domains of {seen.Site}", domain.Since)
        : AlertTable.Raise(
            AlertTable.DomainUnproved, seen.Site, domain.Organization, domain.Domain,
            domain.What == DomainProblem.Missing
                ? $"The proof that {domain.Domain} is {domain.Organization}'s was there, and is gone."
                : $"No proof was found that {domain.Domain} is {domain.Organization}'s: it neither receives nor sends.",
            $"the domains of {domain.Organization}", domain.Since, stage: domain.What);

    private static Alert Key(Observation seen, KeylessSeen keyless) => AlertTable.Raise(
        AlertTable.KeyMissing, seen.Site, keyless.Organization, keyless.Domain,
        $"{seen.Site} has no key that signs in the name of {keyless.Domain}.",
        $"the keys of {keyless.Organization} at {seen.Site}", seen.StartedAt);

    private static Alert? Reload(Observation seen, ReloadSeen reload) =>
        reload is { RefusedAt: { } since, Why: { } why }
            ? AlertTable.Raise(
                AlertTable.ReloadRefused, seen.Site, reload.Organization, reload.Path,
                $"{reload.Path} was changed and not taken. {why}", $"{reload.Path}, read by {seen.Site}", since)
            : null;

    private static Alert? Target(Observation seen, TargetSeen target) => target.FailingSince is { } since
        ? AlertTable.Raise(
            AlertTable.TargetFailing, seen.Site, target.Organization, target.Name,
            $"Nothing could be told to {target.Name} since {Time(since)}: {target.Why}.",
            $"the alerts of {target.Organization}", since)
        : null;

    private static Alert Sender(Observation seen, SenderOverLimit over)
    {
        var found = over.IsSite
            ? $"{Count(over.Count, "message", "messages")} of the site {over.Sender} went beyond its limit and were "
                + $"marked, the last at {Time(over.Last)}."
            : $"{over.Sender} was refused {Count(over.Count, "time", "times")}, the last at {Time(over.Last)}: "
                + over.Limit;
        return AlertTable.Raise(
            AlertTable.SendingLimit, seen.Site, over.Organization, over.Sender, found,
            $"what {seen.Site} takes in from {(over.IsSite ? "sites" : "users")}", over.First);
    }

    private static Alert Loop(Observation seen, CutLoop loop) => AlertTable.Raise(
        AlertTable.Loop, seen.Site, null, loop.Recipient,
        $"{Count(loop.Count, "message", "messages")} for {loop.Recipient} went in a circle, the last at "
        + $"{Time(loop.Last)}: {loop.Reply}", $"the routing of {seen.Site}", loop.First);

    private static Alert Door(Observation seen, TriedDoor door) => AlertTable.Raise(
        AlertTable.DoorTried, seen.Site, null, $"{door.Source} (rule {door.Rule})",
        $"{door.Source} was refused {Count(door.Count, "time", "times")}, the last at {Time(door.Last)}: {door.Reply}",
        $"the doors of {seen.Site}", door.First);

    private static Alert Network(Observation seen, LockedNetworkSeen network) => AlertTable.Raise(
        AlertTable.NetworkLocked, seen.Site, null, network.Network,
        $"{network.Network} failed to sign in {Count(network.Failures, "time", "times")} and is locked out until "
        + $"{Time(network.Until)}.", $"the submission ports of {seen.Site}", network.Since);

    private static Alert Account(Observation seen, AttackedAccountSeen account) => AlertTable.Raise(
        AlertTable.AccountAttacked, seen.Site, null, account.User,
        $"{Count(account.Failures, "sign-in", "sign-ins")} as {account.User} failed since {Time(account.Since)}.",
        $"the submission ports of {seen.Site}", account.Since);

    private static string Number(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");

    private static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(long number, string one, string many) =>
        $"{Count(number)} {(number == 1 ? one : many)}";
}
