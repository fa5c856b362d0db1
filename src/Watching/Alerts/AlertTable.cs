using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Causeway.Watching.Alerts;

/// <summary>The one table of alerts: status, messages and documents all read it.</summary>
public static class AlertTable
{
    public const string QueueLong = "queue-long";
    public const string QueueOld = "queue-old";
    public const string MailHeld = "mail-held";
    public const string MailboxFull = "mailbox-full";
    public const string NeighbourDown = "neighbour-down";
    public const string LinkBroken = "link-broken";
    public const string DirectLeak = "direct-leak";
    public const string DnsDrift = "dns-drift";
    public const string SourceFailing = "source-failing";
    public const string Certificate = "certificate";
    public const string DiskLow = "disk-low";
    public const string MailRefused = "mail-refused";
    public const string SpoolFailed = "spool-failed";
    public const string ClockJumped = "clock-jumped";
    public const string ClockApart = "clock-apart";
    public const string Loop = "loop";
    public const string DoorTried = "door-tried";
    public const string DirectoryOld = "directory-old";
    public const string DomainUnproved = "domain-unproved";
    public const string DomainClaimed = "domain-claimed";
    public const string KeyMissing = "key-missing";
    public const string NetworkLocked = "network-locked";
    public const string AccountAttacked = "account-attacked";
    public const string SendingLimit = "sending-limit";
    public const string ReloadRefused = "reload-refused";
    public const string TargetFailing = "target-failing";
    public const string SiteSilent = "site-silent";
    public const string Test = "test";

    /// <summary>Every kind, in the order in which a page lists them.</summary>
    public static ImmutableArray<AlertKind> All { get; } =
    [
        new(SpoolFailed, Severity.Critical,
            "A sync of the spool failed: the disk lost or may lose what was written.",
            "The site was started again.",
            "Look at the disk (`dmesg`), mend or replace it, and start {site} again: it recovers by itself and says "
            + "what it found."),
        new(MailRefused, Severity.Critical,
            "Disk or memory is so short that strangers (stage `strangers`) or all (stage `everybody`) are refused "
            + "with 452 4.3.1.",
            "Nobody is refused for that any more.",
            "Make room on the disk of the data folder, or give the process more memory. Senders try again meanwhile."),
        new(NeighbourDown, Severity.Critical,
            "Every attempt to hand mail to a neighbour has failed for longer than `neighbour-down`.",
            "The neighbour took a message; or nothing waits for it, and no attempt failed for `quiet`.",
            "Look whether {subject} runs and whether its port can be reached from {site}. What waits goes on by itself "
            + "once it answers; `causeway queue retry --destination {subject}` tries at once."),
        new(LinkBroken, Severity.Critical,
            "A neighbour answered 5.7.51 or 5.7.64: it does not recognize this site. The mail is kept.",
            "The neighbour took a message; or nothing waits for it, and no attempt failed for `quiet`.",
            "Compare the certificate that {site} shows with what the connector from {site} to {subject} expects, and "
            + "the file that {subject} runs with. `causeway identity FILE --site {site}` issues another leaf; "
            + "`causeway queue retry --destination {subject}` tries at once."),
        new(DirectLeak, Severity.Critical,
            "A site that hands everything to the next place of `outbound` opened a connection to the Internet by SMTP.",
            "It opened none for `quiet`.",
            "Others saw the address of {site}. `causeway check FILE --property P3` shows whether the file allows it; "
            + "copies from before a change of the file wait in `causeway queue list`. "
            + "`causeway render FILE --site {site}` prints the rule of a firewall that holds it back."),
        new(DnsDrift, Severity.Critical,
            "DNS is not as the file wants it where that matters: mail goes astray, is refused, or can be forged. The "
            + "site that keeps the directory looks once an hour.",
            "It looked again, and DNS is as it should be.",
            "`causeway dns check FILE` shows both side by side. If nobody of yours changed it, ask whoever keeps the "
            + "zone; then `causeway dns records FILE --format zone` prints what belongs there."),
        new(SourceFailing, Severity.Warning,
            "Whoever says which recipients of a domain exist (`recipients-from`) has not answered for longer than "
            + "`neighbour-down`.",
            "It answered.",
            "Look whether it runs and can be reached from {site}. Who is known meanwhile is taken; who is not is told "
            + "451 and comes again."),
        new(Certificate, Severity.Warning,
            "A certificate that the site shows ends within 30 days (stage `30 days`), 14 days, 7 days (critical from "
            + "here on), or has ended (stage `expired`).",
            "A certificate that lasts longer is in its place.",
            "Issue another with `causeway identity FILE --site {site}` where the authority's key lies (or renew it at "
            + "whoever signed it), and put it in the place of {subject}; it is taken without a restart."),
        new(DiskLow, Severity.Warning,
            "Less than `disk-free` is free on the disk of the spool.",
            "More is free again.",
            "Make room, or give the data folder a larger disk. Strangers are refused at four times the reserve, "
            + "everybody at the reserve."),
        new(QueueLong, Severity.Warning,
            "More than `queue-length` copies wait.",
            "No more than that wait.",
            "See with `causeway queue list` where they are to go and what the last replies were; the alerts about "
            + "neighbours tell more."),
        new(QueueOld, Severity.Warning,
            "A copy has waited for longer than `queue-age`.",
            "None has.",
            "`causeway queue list` shows the oldest first, with the last reply; `causeway reply CODE` says what it "
            + "means."),
        new(MailHeld, Severity.Warning,
            "A copy is held: it was refused for good or expired, and nobody may be told of it.",
            "None is held.",
            "`causeway queue list` shows why. Then `causeway queue release --id ID` tries again, and "
            + "`causeway queue drop --id ID` forgets it."),
        new(MailboxFull, Severity.Warning,
            "A mailbox holds 90 % of its quota or more. What it has no room for goes back with 552 5.2.2.",
            "Mail came for it, and it held less.",
            "Ask its owner to delete mail, or raise the quota: `causeway recipient change {subject} --quota SIZE`. "
            + "`causeway mailbox list {subject}` shows what it holds."),
        new(Loop, Severity.Warning,
            "Mail for a recipient was cut with 5.4.14 or 5.4.6: it went in a circle.",
            "None was for `quiet`.",
            "Look at the recipient's records at both sites, and at its forwards: two point at each other. "
            + "`causeway trace --to {subject}` shows the way."),
        new(ClockJumped, Severity.Warning,
            "The clock was set by more than `clock` while the site ran.",
            "It was not for `quiet`.",
            "See that one time service runs (`timedatectl`), and that it slews the clock. Retries and times in the "
            + "trace may be wrong around the jump."),
        new(ClockApart, Severity.Warning,
            "Mail from a neighbour bears a time that is ahead of this site's clock by more than `clock`.",
            "Mail from it does not any more; or none came for `quiet`.",
            "Compare the clocks of {site}, of {subject} and of the sites before it (`timedatectl`); certificates and "
            + "retries depend on them."),
        new(SendingLimit, Severity.Warning,
            "A user was refused because of a limit of `sending` in the file; or a site handed in more than its limit, "
            + "and its mail was marked.",
            "It was not for `quiet`; or the sender was released.",
            "See with `causeway sending list` how much it was, and with `causeway trace --from {subject}` what. A "
            + "password may be in other hands: change it with `causeway recipient password {subject}`. If all is well, "
            + "`causeway sending release {subject}`, or raise the limit under `sending` in the file."),
        new(DirectoryOld, Severity.Warning,
            "The copy of the directory is older than `stale-after`: the site that keeps it was not heard for so long. "
            + "Whom the copy holds gets mail; others are answered with 451 4.3.0.",
            "The site that keeps the directory was heard.",
            "Look whether {subject}, which keeps the directory, runs, and whether its replication port can be reached "
            + "from {site}. Senders try again meanwhile."),
        new(DomainUnproved, Severity.Warning,
            "The proof that a domain is its organization's is gone (stage `missing`; its mail flows on), or none was "
            + "found for a quarter of an hour (stage `pending`; it neither receives nor sends).",
            "A proof was found; or the file does not name the domain any more.",
            "`causeway domain verify {subject}` says what was found where, `causeway domain add {subject}` what to "
            + "publish. If the domain was given away, take it out of the file."),
        new(DomainClaimed, Severity.Warning,
            "An organization publishes a proof for a domain that another one at the same site has already. The one "
            + "that has it keeps it.",
            "The proof is gone, or one of them does not name the domain any more.",
            "Ask both whose {subject} is, and take it out of the other's file."),
        new(KeyMissing, Severity.Warning,
            "The site is to sign (DKIM) or seal (ARC) in the name of a domain, and has no key for it: mail leaves "
            + "unsigned, and what is passed on elsewhere fails at its receiver.",
            "It has a key, or the file does not want one any more.",
            "`causeway dkim rotate FILE --site {site} --domain {subject}` makes one. Copy it into the data folder of "
            + "{site} where the file lies elsewhere, and publish the record that `causeway dns records FILE` lists."),
        new(ReloadRefused, Severity.Warning,
            "A changed file was not taken: it cannot be read, or `causeway check` would fail.",
            "The file was taken, or is again what is in force.",
            "Mend {subject}. A list of recipients or a certificate is looked at again by itself, the rest at the next "
            + "`causeway reload`. What was in force before still is."),
        new(DoorTried, Severity.Notice,
            "A source was refused at a door: mail past the filter or to a routing domain (rule 3a), or relaying "
            + "(rule 3b).",
            "It was not for `quiet`.",
            "Nothing, if it is a stranger: the door held. If it is a site or a program of yours, give it its "
            + "certificate or a user name. `causeway trace --status refused` shows what was tried."),
        new(AccountAttacked, Severity.Warning,
            "Passwords are guessed for an account from several networks. Where its user signed in before, nothing "
            + "changes; other networks may try slowly.",
            "Nobody has guessed for an hour.",
            "See that the password of {subject} is a good one, and set another with `causeway recipient password "
            + "{subject}` if it may be known. `causeway sign-in release {subject}` lets new networks in again."),
        new(NetworkLocked, Severity.Notice,
            "A network guessed passwords, and may not sign in for a while.",
            "The lock ended, by itself or with `causeway sign-in release`.",
            "Nothing, if it is a stranger. If a program of yours tries with an old password, give it the new one, and "
            + "let it in with `causeway sign-in release {subject}`."),
        new(TargetFailing, Severity.Warning,
            "An alert could not be told to a target.",
            "The target took one.",
            "Try it with `causeway alerts test`, and mend the program, the address or the URL under `alerts` in the "
            + "file."),
        new(SiteSilent, Severity.Critical,
            "A site has data and does not answer. Found by `causeway status` alone: who is stopped tells nobody.",
            "The site answers.",
            "Start it with `causeway up FILE --site {site} --data DIR`; its log says why it stopped."),
        new(Test, Severity.Notice,
            "`causeway alerts test` was called.",
            "At once.",
            "Nothing: this was a test."),
    ];

    private static readonly FrozenDictionary<string, AlertKind> ById =
        All.ToFrozenDictionary(kind => kind.Id, StringComparer.Ordinal);

    public static AlertKind Of(string id) => ById[id];

    /// <summary>An alert of a kind, with what to do about it.</summary>
    public static Alert Raise(
        string id, string site, string? organization, string subject, string found, string where, DateTimeOffset since,
        Severity? severity = null, string? stage = null)
    {
        var kind = ById[id];
        var advice = kind.Do.Replace("{site}", site, StringComparison.Ordinal)
            .Replace("{subject}", subject, StringComparison.Ordinal);
        return new Alert(
            id, severity ?? kind.Severity, stage, site, organization, subject, found, where, since, advice);
    }
}
