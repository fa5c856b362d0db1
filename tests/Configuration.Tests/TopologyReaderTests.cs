using Causeway.Core;
using Causeway.Core.Topology;

namespace Causeway.Configuration.Tests;

public sealed class TopologyReaderTests
{
    [Fact]
    public void The_reference_topology_reads_as_the_design_says()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "samples", "topologies", "d-reference.yaml");
        var topology = TopologyReader.Read(path).Topology!;
        var organization = topology.Organization;

        Assert.Equal("contoso", organization.Name);
        Assert.Equal("internet filter cloud office", string.Join(' ', organization.Flow.Inbound));
        Assert.Equal("office cloud internet", string.Join(' ', organization.Flow.Outbound));
        Assert.Equal("(office, cloud) (cloud, office)", string.Join(' ', organization.Flow.Internal));
        Assert.Equal(SiteName.Parse("cloud"), organization.Directory);
        Assert.Equal(["mx.filter.example"], organization.Sites[0].Mx);
        Assert.Equal("mx.filter.example", organization.Sites[0].Host);
        Assert.Equal(TimeSpan.FromDays(1), organization.Outage);
        Assert.Equal(TimeSpan.FromDays(30), organization.KeepTraces);
        Assert.False(topology.RecipientsAreAssumed);
        Assert.Equal("d-recipients.csv", Path.GetFileName(topology.RecipientsPath));
    }

    [Fact]
    public void Traces_are_kept_as_long_as_the_file_says() => Assert.Equal(
        TimeSpan.FromDays(90), Read("trace: { keep: 90d }").KeepTraces);

    [Fact]
    public void What_may_be_sent_is_limited_for_users_and_not_for_sites()
    {
        var said = Read("""
            sending: { recipients-per-hour: 500, messages-per-minute: 5, per-site: { recipients-per-day: 7 } }
            """).Sending;

        Assert.Equal((10_000, 500, 5), Values(said.Users));
        Assert.Equal((7, null, null), Values(said.Sites));
        Assert.Equal((10_000, null, 30), Values(Read("outage: 1d").Sending.Users));
        Assert.Equal(SendingLimits.None, Read("outage: 1d").Sending.Sites);

        static (int?, int?, int?) Values(SendingLimits limits) =>
            (limits.RecipientsPerDay, limits.RecipientsPerHour, limits.MessagesPerMinute);
    }

    [Fact]
    public void Alerts_are_told_as_the_file_says_and_have_defaults()
    {
        var policy = Read("""
            alerts:
              command: [/usr/local/bin/notify, "--mail"]
              mail: [admin@contoso.example, bob@fabrikam.example]
              webhook: https://alerts.contoso.example/mail?token=x
              disk-free: 512MiB
              queue-length: 5
            """).Alerts;

        Assert.Equal(["/usr/local/bin/notify", "--mail"], policy.Command);
        Assert.Equal(2, policy.Mail.Length);
        Assert.Equal("alerts.contoso.example", policy.Webhook!.Host);
        Assert.Equal((5, 512L << 20, TimeSpan.FromHours(1)), (policy.QueueLength, policy.DiskFree, policy.QueueAge));
        Assert.Equal(AlertPolicy.Default, Read("outage: 1d").Alerts);
    }

    [Fact]
    public void The_directory_has_a_primary_and_a_limit_of_age()
    {
        var plain = Read("directory: office");
        Assert.Equal(("office", TimeSpan.FromHours(1)), (plain.Directory.Value, plain.DirectoryStaleAfter));
        var both = Read("directory: { primary: office, stale-after: 90s }");
        Assert.Equal(("office", TimeSpan.FromSeconds(90)), (both.Directory.Value, both.DirectoryStaleAfter));
        Assert.Equal("cloud", Read("directory: { stale-after: 2h }").Directory.Value);
    }

    [Fact]
    public void Remote_domains_say_what_automatic_mail_others_get_and_have_defaults()
    {
        var organization = Read("""
            remote-domains:
              "*": { automatic-replies: none }
              "*.Fabrikam.example": { forwarding: no, notices: no }
              fabrikam.example: { automatic-replies: inside }
            """);

        Assert.Equal(
            [
                new RemoteDomain { Name = "*", AutomaticReplies = ReplyText.None },
                new RemoteDomain { Name = "*.fabrikam.example", Forwarding = false, Notices = false },
                new RemoteDomain { Name = "fabrikam.example", AutomaticReplies = ReplyText.Inside },
            ],
            organization.RemoteDomains);
        Assert.Empty(Read().RemoteDomains);
        Assert.Equal(
            new RemoteDomain
            {
                Name = "*", AutomaticReplies = ReplyText.Outside, Forwarding = true, Notices = true,
            },
            RemoteDomain.Default);
    }

    [Theory]
    [InlineData("watch: { listen: 127.0.0.1:9925 }", "127.0.0.1:9925", null)]
    [InlineData("watch: { listen: 0.0.0.0:9925, public: yes }", "0.0.0.0:9925", null)]
    [InlineData("watch: { otlp: http://127.0.0.1:4317 }", null, "http://127.0.0.1:4317/")]
    public void A_site_may_be_watched_where_the_file_says(string cloud, string? listen, string? otlp)
    {
        var watch = Read(cloud: cloud)[SiteName.Parse("cloud")].Watch;
        Assert.Equal((listen, otlp), (watch.Listen?.ToString(), watch.Otlp?.ToString()));
    }

    [Fact]
    public void A_site_says_what_it_takes_and_how_it_is_reached()
    {
        var site = Read(office: "limits: { message-size: 64KiB, connections: 9 }, "
            + "balancers: [192.0.2.1, 2001:db8::/32], certificate-file: tls/chain.pem").Sites[1];

        Assert.Equal(new SiteLimits { MessageSize = 65536, Connections = 9 }, site.Limits);
        Assert.Equal("192.0.2.1/32 2001:db8::/32", string.Join(' ', site.Balancers));
        Assert.Equal(new CertificateFiles("tls/chain.pem", "tls/chain.pem"), site.CertificateFiles);
    }

    [Fact]
    public void A_domain_says_who_knows_its_recipients()
    {
        const string Relay = "type: internal-relay, unknown-to: office, recipients-from:";
        var asked = ReadText(Some.Topology().Replace("type: authoritative", $"{Relay} call-ahead",
            StringComparison.Ordinal)).Domains[0].RecipientsFrom;
        var read = ReadText(Some.Topology().Replace("type: authoritative", $"{Relay} {{ ldap: ldaps://ldap.example, "
            + "base: 'dc=contoso', attributes: [mail], bind: 'cn=reader', password-file: p, every: 5m, limit: 2d }",
            StringComparison.Ordinal)).Domains[0].RecipientsFrom!.Ldap!;

        Assert.Equal(RecipientSource.CallAhead, asked);
        Assert.Equal(("ldaps://ldap.example/", "dc=contoso", "(mail=*)", "mail", "cn=reader", "p", "5m", "2d"), (
            read.Server.ToString(), read.Base, read.Filter, Assert.Single(read.Attributes), read.Bind,
            read.PasswordFile, Durations.Print(read.Every), Durations.Print(read.Limit)));
    }

    [Fact]
    public void A_site_says_from_which_addresses_it_sends()
    {
        var pools = Read(cloud: "pools: { normal: 192.0.2.1, high-risk: [192.0.2.2, '2001:db8::2'] }").Sites[0].Pools;

        Assert.Equal(
            "Normal 192.0.2.1, HighRisk 192.0.2.2, HighRisk 2001:db8::2",
            string.Join(", ", pools.All.Select(way => $"{way.Pool} {way.Address}")));
        Assert.Equal(OutboundPools.None, Read().Sites[0].Pools);
    }

    [Fact]
    public void Each_arrow_has_a_connector_with_the_defaults_or_what_the_file_overrides()
    {
        var organization = Read("connectors: { from: office, to: cloud, trust: nobody, lock: no, tls: verified, "
            + "deliver-by: mx, identify-by: address, certificate: mail.contoso.example }");

        Assert.Equal(
            [
                "cloud office Certificate  OwnOrganization True Host Mutual",
                "office cloud Address mail.contoso.example Nobody False Mx Verified",
            ],
            organization.Connectors.Select(c =>
                $"{c.From} {c.To} {c.IdentifyBy} {c.Certificate} {c.Trust} {c.Lock} {c.DeliverBy} {c.Tls}"));
    }

    [Fact]
    public void A_foreign_platform_is_known_by_its_public_certificate()
    {
        var organization = Read(cloud: "platform: exchange-online, certificate: mail.cloud.example",
            office: "certificate: mail.contoso.example");

        Assert.Equal(
            ["cloud office mail.cloud.example", "office cloud mail.contoso.example"],
            organization.Connectors.Select(c => $"{c.From} {c.To} {c.Certificate}"));
    }

    [Theory]
    [InlineData("", "", "last 203.0.113.0/28")]
    [InlineData("", "skip: none", "")]
    [InlineData("", "skip: last", "last")]
    [InlineData("", "skip: [192.0.2.0/24, 2001:db8::1]", "192.0.2.0/24 2001:db8::1/128")]
    [InlineData("", "skip: 192.0.2.7, skip-for: ada@contoso.example", "192.0.2.7/32 for ada@contoso.example")]
    [InlineData("", "skip-for: ada@contoso.mail.cloud.example",
        "last 203.0.113.0/28 for ada@contoso.mail.cloud.example")]
    [InlineData("platform: other", "", "")]
    [InlineData("internet -> filter -> cloud -> office", "", "")]
    public void Behind_a_filter_that_is_not_ours_its_addresses_are_skipped(string without, string says, string skipped)
    {
        var text = File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, "samples", "topologies", "d-foreign-filter.yaml"));
        var twice = without.StartsWith("internet", StringComparison.Ordinal) ? $"{without} -> cloud" : "";
        if (without.Length > 0)
        {
            text = text.Replace(without, twice, StringComparison.Ordinal);
        }

        var organization = ReadText(text + $"connectors: [{{ from: filter, to: cloud, {says} }}]\n");

        Assert.Equal(skipped, Print(organization.Connectors[0].Skip));
        Assert.All(organization.Connectors.Skip(1), connector => Assert.Equal(Skip.None, connector.Skip));

        static string Print(Skip skip) => string.Join(' ',
        [
            .. skip.Last ? ["last"] : Array.Empty<string>(), .. skip.Addresses.Select(network => $"{network}"),
            .. skip.OnlyFor.Select(address => $"for {address}"),
        ]);
    }

    [Fact]
    public void Where_own_mail_comes_by_the_same_arrow_nothing_is_skipped_unless_the_file_says_so()
    {
        var text = File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, "samples", "topologies", "d-foreign-filter.yaml"));

        var both = ReadText(text.Replace(
            "office -> cloud -> internet", "office -> filter -> cloud -> internet", StringComparison.Ordinal));

        var connector = both.Connectors.Single(one => one.From.Value == "filter" && one.To.Value == "cloud");
        Assert.Equal(Skip.None, connector.Skip);
    }

    [Fact]
    public void What_is_done_with_verdicts_has_defaults()
    {
        var policy = Read("authentication: { dmarc: report, own-domain: report, trusted-sealers: [Lists.Example] }")
            .Authentication;

        Assert.Equal((DmarcHandling.Report, OwnDomainHandling.Report), (policy.Dmarc, policy.OwnDomain));
        Assert.Equal(["lists.example"], policy.TrustedSealers.Select(sealer => sealer.Value));
        Assert.Equal(AuthenticationPolicy.Default, Read("authentication: { }").Authentication with
        {
            TrustedSealers = AuthenticationPolicy.Default.TrustedSealers,
        });
        Assert.Equal(
            (DmarcHandling.Honour, OwnDomainHandling.Refuse),
            (AuthenticationPolicy.Default.Dmarc, AuthenticationPolicy.Default.OwnDomain));
        Assert.Empty(AuthenticationPolicy.Default.TrustedSealers);
    }

    [Theory]
    [InlineData("causeway", "5d")]
    [InlineData("exchange-online", "1d")]
    [InlineData("exchange-server", "2d")]
    [InlineData("postfix", "5d")]
    [InlineData("other, waits: 12h", "12h")]
    public void A_platform_waits_as_long_as_it_is_known_to(string platform, string waits) =>
        Assert.Equal(waits, Durations.Print(Read(office: $"platform: {platform}").Sites[1].Waits));

    [Fact]
    public void What_the_file_says_of_a_queue_replaces_the_defaults_and_nothing_else()
    {
        var queue = Read(office: "queue: { retry: [30s, 5m], delay-notice: 1h }").Sites[1].Queue;

        Assert.Equal(["30s", "5m"], queue.Retry.Select(Durations.Print));
        Assert.Equal(
            ("1h", "2d", 20),
            (Durations.Print(queue.DelayNotice), Durations.Print(queue.BouncesWait), queue.PerDestination));
        Assert.Equal(
            ["1m", "2m", "5m", "10m", "15m", "30m", "1h"],
            Read(office: "public: no").Sites[1].Queue.Retry.Select(Durations.Print));
    }

    [Theory]
    [InlineData("", "", "", 25)]
    [InlineData("listen: 192.0.2.1:25", "192.0.2.1:587", "192.0.2.1:465", 25)]
    [InlineData("listen: [127.0.0.1:2525]", "127.0.0.1:2587", "127.0.0.1:2465", 2525)]
    [InlineData("listen: ['[::1]:25', 192.0.2.1:26]", "[::1]:587,192.0.2.1:587", "[::1]:465,192.0.2.1:465", 25)]
    [InlineData("listen: [192.0.2.1:25], submission: [], submissions: 192.0.2.9:465", "", "192.0.2.9:465", 25)]
    public void Submission_stands_beside_listen(string keys, string submission, string submissions, int port)
    {
        var site = Read(office: keys.Length == 0 ? "public: no" : keys).Sites[1];

        Assert.Equal(submission, string.Join(',', site.Submission));
        Assert.Equal(submissions, string.Join(',', site.Submissions));
        Assert.Equal(port, site.Port);
    }

    [Theory]
    [InlineData("'[192.0.2.1]'", "[192.0.2.1]")]
    [InlineData("[192.0.2.1]", "[192.0.2.1]")]
    [InlineData("192.0.2.1", "[192.0.2.1]")]
    [InlineData("'2001:db8::1'", "[IPv6:2001:db8::1]")]
    [InlineData("Mail.Contoso.Example", "mail.contoso.example")]
    public void A_host_is_a_name_or_an_address_literal(string written, string host) =>
        Assert.Equal(host, ReadText(Some.Topology().Replace(
            "host: mail.contoso.example", $"host: {written}", StringComparison.Ordinal)).Sites[1].Host);

    [Theory]
    [InlineData("office <-> cloud", "(office, cloud) (cloud, office)")]
    [InlineData("office -> cloud", "(office, cloud)")]
    [InlineData("office<->cloud", "(office, cloud) (cloud, office)")]
    [InlineData("[office -> cloud, cloud -> office, office <-> cloud]", "(office, cloud) (cloud, office)")]
    [InlineData("[]", "")]
    public void Internal_arrows_go_one_way_or_both(string written, string pairs) =>
        Assert.Equal(pairs, string.Join(' ', ReadText(WithFlow($"internal: {written}")).Flow.Internal));

    [Theory]
    [InlineData("office -> cloud -> internet")]
    [InlineData("[office -> cloud, cloud -> internet]")]
    [InlineData("[office -> cloud -> internet, cloud -> internet]")]
    [InlineData("[cloud -> internet, office -> cloud -> internet]")]
    [InlineData(">-\n    office -> cloud\n    -> internet")]
    public void A_sequence_may_be_written_in_pieces(string written) =>
        Assert.Equal("office cloud internet", string.Join(' ', ReadText(Some.Topology().Replace(
            "office -> cloud -> internet", written, StringComparison.Ordinal)).Flow.Outbound));

    [Theory]
    [InlineData("inbound: internet -> cloud -> office", "inbound: internet -> cloud -> office -> cloud")]
    [InlineData("outbound: office -> cloud -> internet", "outbound: cloud -> internet")]
    [InlineData("inbound: internet -> cloud -> office", "inbound: internet -> cloud")]
    [InlineData("outbound: office -> cloud -> internet", "outbound: office -> internet")]
    public void Whether_mail_flows_well_is_no_question_of_reading(string before, string after) =>
        Assert.True(TopologyReader.ReadText(
            Some.Topology().Replace(before, after, StringComparison.Ordinal), "c.yaml").IsReadable);

    [Fact]
    public void A_domain_may_be_seen_otherwise_at_one_site()
    {
        var domain = ReadText(Some.Topology().Replace(
            "type: authoritative",
            "type: authoritative, unknown-to: cloud, sub-domains: yes, at: { office: internal-relay }",
            StringComparison.Ordinal)).Domains[0];

        Assert.Equal(DomainType.InternalRelay, domain.TypeAt(SiteName.Parse("office")));
        Assert.Equal(DomainType.Authoritative, domain.TypeAt(SiteName.Parse("cloud")));
        Assert.Equal(SiteName.Parse("cloud"), domain.UnknownTo);
        Assert.True(domain.SubDomains);
    }

    [Fact]
    public void Anchors_and_aliases_are_followed()
    {
        var site = ReadText(Some.Topology().Replace(
            "{ kind: on-premises, host: mail.contoso.example }",
            "\n    kind: on-premises\n    host: &name mail.contoso.example\n    certificate: *name",
            StringComparison.Ordinal)).Sites[1];

        Assert.Equal("mail.contoso.example", site.Certificate);
    }

    [Fact]
    public void Without_recipients_one_of_each_kind_at_each_site_is_assumed()
    {
        var topology = TopologyReader.ReadText(Some.Topology(), "c.yaml").Topology!;

        Assert.True(topology.RecipientsAreAssumed);
        Assert.Equal(
            [
                "mailbox.cloud", "shared.cloud", "mail-user.cloud", "contact.cloud", "group.cloud",
                "mailbox.office", "shared.office", "mail-user.office", "contact.office", "group.office",
            ],
            topology.Recipients.Rows.Select(row => row.Address.LocalPart));
        Assert.Equal(
            ["mailbox.cloud@contoso.example", "mailbox.office@contoso.example"],
            topology.Recipients.Rows[4].Members.Select(member => member.ToString()));
        Assert.Equal("someone@outside.example", topology.Recipients.Rows[2].Target.ToString());
    }

    [Fact]
    public void A_site_with_the_longest_name_has_assumed_recipients_too()
    {
        var name = new string('x', 63);
        var text = Some.Topology().Replace("office", name, StringComparison.Ordinal);

        Assert.Equal(10, TopologyReader.ReadText(text, "c.yaml").Topology!.Recipients.Rows.Count);
    }

    [Theory]
    [InlineData("nothing.yaml", "there is no such file")]
    [InlineData("", "this is a folder")]
    public void A_file_that_cannot_be_read_is_a_fault(string name, string found)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(found, Assert.Single(TopologyReader.Read(folder.At(name)).Faults).Found);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("c.yaml", new string('#', TopologyReader.MaximumFileSize + 1));

        Assert.Equal("more than 1 MiB", Assert.Single(TopologyReader.Read(folder.At("c.yaml")).Faults).Found);
    }

    private static string WithFlow(string more) =>
        Some.Topology().Replace("  inbound:", $"  {more}\n  inbound:", StringComparison.Ordinal);

    private static Organization Read(string more = "", string cloud = "public: no", string office = "public: no") =>
        ReadText(Some.Topology(more)
            .Replace("host: cloud.example", $"host: cloud.example, {cloud}", StringComparison.Ordinal)
            .Replace("host: mail.contoso.example", $"host: mail.contoso.example, {office}", StringComparison.Ordinal));

    private static Organization ReadText(string text)
    {
        var result = TopologyReader.ReadText(text, "c.yaml");
        Assert.Empty(result.Faults);
        return result.Topology!.Organization;
    }
}
