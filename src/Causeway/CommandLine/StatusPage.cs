using System.Globalization;
using Causeway.Watching;
using Causeway.Watching.Alerts;
using Causeway.Watching.Targets;

namespace Causeway.CommandLine;

/// <summary>The one screen of <c>status</c>.</summary>
internal static class StatusPage
{
    public static void Write(StatusReportJson report, DateTimeOffset now, TextWriter output)
    {
        foreach (var site in report.Sites)
        {
            Write(site, now, output);
            output.WriteLine();
        }

        Write(report.Alerts, now, output);
        if (report.NotShown > 0)
        {
            output.WriteLine();
            output.WriteLine(
                $"{Words.Count(report.NotShown, "further alert")} of the least severity shown, or less, had no room.");
        }
    }

    /// <summary>Alerts, each with what was found, where, since when and what to do.</summary>
    public static void Write(IReadOnlyList<Alert> alerts, DateTimeOffset now, TextWriter output)
    {
        output.WriteLine(alerts.Count == 0 ? "No alert stands." : $"{Words.Count(alerts.Count, "alert")} "
            + (alerts.Count == 1 ? "stands:" : "stand:"));
        foreach (var alert in alerts)
        {
            var stage = alert.Stage is null ? "" : $", {alert.Stage}";
            output.WriteLine();
            output.WriteLine(
                $"{alert.Severity.ToString().ToUpperInvariant()}  {alert.Id}{stage}  {alert.Site}: {alert.Subject}");
            output.WriteLine($"  found  {alert.Found}");
            output.WriteLine($"  where  {alert.Where}");
            output.WriteLine($"  since  {Judge.Time(alert.Since)} ({Judge.Span(now - alert.Since)})");
            output.WriteLine($"  do     {alert.Do}");
        }
    }

    private static void Write(SiteReportJson site, DateTimeOffset now, TextWriter output)
    {
        if (site.Seen is not { } seen)
        {
            output.WriteLine($"{site.Site}  {site.State}; it never said anything of itself");
            return;
        }

        output.WriteLine(site.State != "running"
            ? $"{site.Site}  STOPPED; last seen {Judge.Time(seen.At)} ({Judge.Span(now - seen.At)} ago), as follows"
            : $"{site.Site}  {(seen.IsReady ? "ready" : "NOT READY")}, runs since {Judge.Time(seen.StartedAt)} "
                + $"({Judge.Span(now - seen.StartedAt)}), version {seen.Version}");
        Rows("why not", seen.WhyNotReady, output);
        Rows("queue", seen.Queues.Select(queue => Queue(queue, seen)), output);
        Rows("neighbours", seen.Neighbours.Select(Neighbour), output);
        Rows("directory", seen.Directories.Select(directory => Directory(directory, seen)), output);
        Rows("outbound", seen.Direct.Select(Direct), output);
        Rows("recipients", seen.Sources.Select(source => Source(source, seen)), output);
        Rows("certificates", seen.Certificates.Select(certificate => Certificate(certificate, seen)), output);
        Rows("disk", [Disk(seen.Disk)], output);
        Rows("clock", [Clock(seen)], output);
        Rows("files", seen.Reloads.Select(Reload), output);
        Rows("last backup", [Backup(site.LastBackup, now)], output);
        Rows("alerts to", seen.Targets.Select(Target), output);
    }

    private static void Rows(string name, IEnumerable<string> rows, TextWriter output)
    {
        foreach (var row in rows)
        {
            output.WriteLine($"  {name,-13} {row}");
            name = "";
        }
    }

    private static string Backup(BackupSeen? last, DateTimeOffset now) => last is null
        ? "none is on record; see `causeway backup --help`"
        : $"{Judge.Time(last.At)} ({Judge.Span(now - last.At)} ago) to {last.To}";

    private static string Queue(QueueSeen queue, Observation seen)
    {
        var oldest = queue.OldestWaiting is { } since ? $", the oldest for {Judge.Span(seen.At - since)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{queue.Organization}: {queue.Waiting:N0} waiting{oldest}; {queue.Held:N0} held");
    }

    private static string Neighbour(NeighbourSeen neighbour)
    {
        var name = $"{neighbour.Site} of {neighbour.Organization}: ";
        if (neighbour.FailingSince is { } since)
        {
            return $"{name}{(neighbour.BrokenSince is null ? "FAILING" : "LINK BROKEN")} since {Judge.Time(since)}, "
                + $"{neighbour.Waiting} waiting; {neighbour.LastReply}";
        }

        return name + (neighbour.LastSuccess is { } success
            ? $"took mail last at {Judge.Time(success)}"
            : "no mail was for it yet");
    }

    private static string Directory(DirectorySeen directory, Observation seen)
    {
        var change = string.Create(CultureInfo.InvariantCulture, $"change {directory.Change}");
        if (directory.AsOf is not { } asOf)
        {
            return $"{directory.Organization}: kept by {directory.KeptBy}, {change}";
        }

        var age = directory.HeardAt is null
            ? $"never heard from {directory.KeptBy}, as the file said {Judge.Span(seen.At - asOf)} ago"
            : $"as {directory.KeptBy} had it {Judge.Span(seen.At - asOf)} ago";
        var old = directory.OldSince(seen.At) is null ? "" : "OLD, ";
        return $"{directory.Organization}: {old}a copy, {change}, {age}"
            + (directory.Why is { } why ? $"; {directory.KeptBy} cannot be asked: {why}" : "");
    }

    private static string Source(SourceSeen source, Observation seen)
    {
        var heard = source.LastGood is { } at
            ? $"as of {Judge.Time(at)} ({Judge.Span(seen.At - at)} ago)" : "nothing yet";
        return $"{source.Domain} from {source.Source}: {source.Size} known, {heard}"
            + (source.FailingSince is { } since ? $"; FAILING since {Judge.Time(since)}: {source.Why}" : "");
    }

    private static string Direct(DirectSeen direct) =>
        $"{direct.Organization}: {Words.Count((int)Math.Min(direct.Count, int.MaxValue), "direct connection")} to the "
        + $"Internet since {Judge.Time(direct.Since)}"
        + (direct.Last is { } last ? $", THE LAST at {Judge.Time(last)} to {direct.Peer}" : "");

    private static string Certificate(CertificateSeen certificate, Observation seen) =>
        $"{certificate.Names}: until {certificate.NotAfter:yyyy-MM-dd} "
        + $"({Judge.Span(certificate.NotAfter - seen.At)}), {System.IO.Path.GetFileName(certificate.Path)}";

    private static string Disk(DiskSeen disk) =>
        $"{Judge.Octets(disk.Free)} free, {Judge.Octets(disk.Reserve)} kept in reserve; {disk.Refused} refused";

    private static string Clock(Observation seen)
    {
        var jump = seen.Jumps.LastOrDefault() is { } last
            ? string.Create(CultureInfo.InvariantCulture, $"set by {last.Seconds} s at {Judge.Time(last.At)}")
            : "steady";
        var ahead = seen.ClocksApart.Where(apart => apart.AheadSeconds >= 1)
            .Select(apart => string.Create(
                CultureInfo.InvariantCulture, $"; mail of {apart.Neighbour} is {apart.AheadSeconds} s ahead"));
        return jump + string.Concat(ahead);
    }

    private static string Reload(ReloadSeen reload)
    {
        var taken = reload.TakenAt is { } at ? $"last taken {Judge.Time(at)}" : "as it was at the start";
        return reload.RefusedAt is { } refused
            ? $"{reload.Path}: NOT TAKEN since {Judge.Time(refused)}; {taken}"
            : $"{reload.Path}: {taken}";
    }

    private static string Target(TargetSeen target)
    {
        var leftOut = target.LeftOut > 0 ? $"; {target.LeftOut} left out" : "";
        return target.FailingSince is { } since
            ? $"{target.Name}: FAILING since {Judge.Time(since)}: {target.Why}{leftOut}"
            : $"{target.Name}: {(target.ToldAt is { } told ? $"told last at {Judge.Time(told)}" : "nothing told yet")}"
                + leftOut;
    }
}
