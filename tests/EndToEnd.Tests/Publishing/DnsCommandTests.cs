using System.Text.Json;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Publishing;

/// <summary>The contract of <c>dns records</c> and <c>dns check</c>, on zone files.</summary>
public sealed class DnsCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Records_have_name_type_value_time_and_reason()
    {
        var plan = await Command.JsonAsync("dns", "records", Repository.LabTopology);

        Shapes.AssertNames(plan, "file", "form", "records", "spf", "senders", "mtaSts", "notes");
        Assert.Equal("documented", Timeline.Text(plan, "form"));
        Assert.All(plan.GetProperty("records").EnumerateArray(), record =>
        {
            Shapes.AssertNames(record, "name", "type", "value", "ttl", "purpose", "weight", "why", "before");
            Assert.NotEqual("", Timeline.Text(record, "why"));
        });
        Assert.Equal(
            "v=spf1 ip4:127.0.0.10 ip4:127.0.0.20 ip4:127.0.0.30 -all",
            Timeline.Text(plan.GetProperty("spf")[0], "record"));
    }

    [Fact]
    public async Task The_table_says_of_each_term_of_spf_why_it_is_there_and_who_else_passes_by_it()
    {
        var table = await Command.CausewayAsync("dns", "records", Repository.LabTopology);

        Assert.Equal(0, table.ExitCode);
        Assert.Contains("does not send: office sends nothing to the Internet", table.Output, StringComparison.Ordinal);
        Assert.Contains("who else passes by it:", table.Output, StringComparison.Ordinal);
        Assert.Contains("Prepared", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_and_proofs_of_ownership_that_lie_beside_the_file_are_planned_and_looked_for()
    {
        var made = await Command.CausewayAsync("init", "acme.example", "--out", folder.File("acme"));
        var file = folder.File("acme/causeway.yaml");
        var zone = await Command.CausewayAsync("dns", "records", file, "--format", "zone");
        var without = string.Join('\n', zone.Output.Split('\n')
            .Where(line => !line.StartsWith("cloud-", StringComparison.Ordinal)));

        var good = await CheckAsync(folder.Write("good.zone", zone.Output));
        var bad = await CheckAsync(folder.Write("bad.zone", without));

        Assert.True(made.ExitCode == 0, made.ToString());
        Assert.Equal(["cloud", "filter"], good.Json.GetProperty("records").EnumerateArray()
            .Where(record => Timeline.Text(record, "purpose") == "dkim")
            .Select(record => Timeline.Text(record, "name")!.Split('-')[0]).Order());
        Assert.Contains("causeway-verification=", good.Output, StringComparison.Ordinal);
        Assert.Equal((0, 1), (good.ExitCode, bad.ExitCode));
        Assert.Contains("missing", States(bad.Json));

        Task<CommandResult> CheckAsync(string path) =>
            Command.CausewayAsync("dns", "check", file, "--zone", path, "--json");
    }

    [Fact]
    public async Task Keys_of_sites_that_have_run_are_known_where_the_command_says_so()
    {
        await Command.CausewayAsync("init", "acme.example", "--out", folder.File("acme"));
        var file = folder.File("acme/causeway.yaml");
        Directory.CreateDirectory(folder.File("data/cloud/spool"));
        Directory.Move(folder.File("acme/dkim/cloud"), folder.File("data/cloud/dkim"));

        var without = await DkimAsync();
        var with = await DkimAsync("--data", folder.File("data"));
        var of = await DkimAsync("--data", folder.File("data/cloud"));
        var list = await Command.CausewayAsync("dkim", "list", file, "--data", folder.File("data"));
        var nowhere = await Command.CausewayAsync("dns", "records", file, "--data", folder.File("none"));

        Assert.Equal(["filter"], without);
        Assert.Equal(["cloud", "filter"], with);
        Assert.Equal(with, of);
        Assert.True(list.ExitCode == 0, list.ToString());
        Assert.Equal((3, ""), (nowhere.ExitCode, nowhere.Output));
        Assert.Contains("none holds no site's data", nowhere.Error, StringComparison.Ordinal);

        async Task<IEnumerable<string>> DkimAsync(params string[] data) =>
            (await Command.JsonAsync(["dns", "records", file, .. data])).GetProperty("records").EnumerateArray()
                .Where(record => Timeline.Text(record, "purpose") == "dkim")
                .Select(record => Timeline.Text(record, "name")!.Split('-')[0]).Order();
    }

    [Fact]
    public async Task A_zone_whose_spf_includes_the_record_of_a_provider_is_as_it_should_be()
    {
        var file = Repository.Path("samples/topologies/d-exchange.yaml");
        var planned = await Command.CausewayAsync("dns", "records", file, "--format", "zone");

        var check = await Command.CausewayAsync(
            "dns", "check", file, "--zone", folder.Write("exchange.zone", planned.Output));

        Assert.True(check.ExitCode == 0, check.ToString());
    }

    [Theory]
    [InlineData("contoso.mail.cloud.example")]
    [InlineData("Contoso.Mail.Cloud.Example.")]
    public async Task A_domain_narrows_what_is_shown(string domain)
    {
        var plan = await Command.JsonAsync("dns", "records", Repository.LabTopology, "--domain", domain);

        Assert.All(plan.GetProperty("records").EnumerateArray(), record =>
            Assert.EndsWith("contoso.mail.cloud.example", Timeline.Text(record, "name"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("documented")]
    [InlineData("minimal", "--minimal", "--dmarc", "reject")]
    public async Task A_zone_as_it_was_planned_is_as_it_should_be(string form, params string[] options)
    {
        var zone = folder.Write($"{form}.zone", await ZoneFiles.PlannedAsync(options));

        var check = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone, "--json");
        var proof = await Command.JsonAsync("check", Repository.LabTopology, "--zone", zone);

        Assert.True(check.ExitCode == 0, check.ToString());
        Shapes.AssertNames(check.Json, "file", "ok", "sources", "records", "findings", "spf", "drift");
        Assert.All(States(check.Json), state => Assert.True(state is "equal" or "prepared", state));
        Assert.All(check.Json.GetProperty("records").EnumerateArray(), record => Shapes.AssertNames(
            record, "name", "type", "purpose", "state", "matters", "wanted", "live", "ttl", "text"));
        Assert.Equal("pass", P9(proof));
    }

    [Theory]
    [InlineData("MX 10 mx.filter.example.", "MX 10 mail.contoso.example.", "different")]
    [InlineData("MX 10 mx.filter.example.",
        "MX 10 mx.filter.example.\ncontoso.example. 60 IN MX 20 mail.contoso.example.", "superfluous")]
    [InlineData("\"v=spf1 ip4:127.0.0.20 -all\"", "\"v=spf1 ip4:127.0.0.30 -all\"", "different")]
    [InlineData("\"v=spf1 ip4:127.0.0.20 -all\"", "\"v=spf1 ip4:127.0.0.20 +all\"", "different")]
    [InlineData("\"v=spf1 ip4:127.0.0.20 -all\"", "\"v=spf1 ip4:127.0.0.20 bogus:x -all\"", "different")]
    [InlineData("\"v=spf1 ip4:127.0.0.20 -all\"",
        "\"v=spf1 ip4:127.0.0.20 -all\"\ncontoso.example. 60 IN TXT \"v=spf1 mx -all\"", "duplicate")]
    [InlineData("_dmarc.contoso.example. 3600", "_old.contoso.example. 3600", "missing")]
    [InlineData("\"v=DMARC1; p=none\"",
        "\"v=DMARC1; p=none\"\n_dmarc.contoso.example. 60 IN TXT \"v=DMARC1; p=reject\"", "duplicate")]
    [InlineData("PTR contoso-example.mail.cloud.example.", "PTR mail.contoso.example.", "different")]
    public async Task A_fault_that_matters_is_shown_side_by_side_and_fails_p9(string from, string to, string state)
    {
        var zone = await ZoneFiles.FaultyAsync(folder, from, to);

        var check = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone, "--json");
        var proof = await Command.CausewayAsync("check", Repository.LabTopology, "--zone", zone, "--json");

        Assert.True(check.ExitCode == 1, check.ToString());
        Assert.False(check.Json.GetProperty("ok").GetBoolean());
        Assert.Contains(state, States(check.Json));
        Assert.Equal((1, "fail"), (proof.ExitCode, P9(proof.Json)));
        Assert.NotEmpty(Property(proof.Json).GetProperty("counterexamples").EnumerateArray());
    }

    [Fact]
    public async Task Too_many_look_ups_are_counted_through_included_records()
    {
        var includes = string.Concat(Enumerable.Range(1, 11).Select(i =>
            $"\ni{i}.contoso.example. 60 IN TXT \"v=spf1 include:i{i + 1}.contoso.example ?all\""));
        var zone = await ZoneFiles.FaultyAsync(
            folder, "\"v=spf1 ip4:127.0.0.20 -all\"",
            "\"v=spf1 include:i1.contoso.example ip4:127.0.0.20 -all\"" + includes);

        var check = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone);

        Assert.Equal(1, check.ExitCode);
        Assert.Contains("counts as broken", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_changed_since_the_last_look_is_told()
    {
        var state = folder.File("dns.state");
        var before = folder.Write("before.zone", await ZoneFiles.PlannedAsync("--minimal"));
        var after = await ZoneFiles.FaultyAsync(folder, "MX 10 mx.filter.example.", "MX 10 mail.contoso.example.");

        var first = await CheckAsync(before);
        var second = await CheckAsync(after);
        var third = await CheckAsync(after);

        Assert.Equal((0, 1, 0), (Drifts(first), Drifts(second), Drifts(third)));
        Assert.Equal(
            "10 mx.filter.example", second.GetProperty("drift")[0].GetProperty("before")[0].GetString());

        async Task<JsonElement> CheckAsync(string zone) => (await Command.CausewayAsync(
            "dns", "check", Repository.LabTopology, "--zone", zone, "--state", state, "--json")).Json;

        static int Drifts(JsonElement check) => check.GetProperty("drift").GetArrayLength();
    }

    [Fact]
    public async Task Dns_that_does_not_answer_is_neither_good_nor_bad()
    {
        // Nobody listens at port 1 of loopback.
        var check = await Command.CausewayAsync(
            "dns", "check", Repository.LabTopology, "--resolver", "127.0.0.1:1", "--json");

        Assert.Equal(3, check.ExitCode);
        Assert.All(States(check.Json), state => Assert.True(state is "not-answered" or "prepared", state));
    }

    [Fact]
    public async Task Where_one_of_several_is_silent_it_is_named_and_the_other_compared()
    {
        var zone = folder.Write("good.zone", await ZoneFiles.PlannedAsync());

        var check = await Command.CausewayAsync(
            "dns", "check", Repository.LabTopology, "--zone", zone, "--resolver", "127.0.0.1:1");

        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.Contains("advised 127.0.0.1:1: gives no answer", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_file_of_another_zone_is_told_from_dns_that_is_silent()
    {
        var zone = folder.Write("other.zone", "tailspin.example. 60 IN MX 10 mx.tailspin.example.\n");

        var check = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone);

        Assert.Equal(3, check.ExitCode);
        Assert.Contains($"{zone} has none of these names", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_file_as_name_servers_have_it_is_judged_where_its_zone_is_named()
    {
        var zone = folder.Write("db.contoso", "$TTL 60\n@ IN MX 10 mail\nmail IN A 127.0.0.30\n");

        var unnamed = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone);
        var named = await Command.CausewayAsync(
            "dns", "check", Repository.LabTopology, "--zone", zone, "--origin", "contoso.example.");

        Assert.Equal((2, ""), (unnamed.ExitCode, unnamed.Output));
        Assert.Contains("--origin a.example says it here", unnamed.Error, StringComparison.Ordinal);
        Assert.Equal(1, named.ExitCode);
        Assert.Contains("the mail goes to mail.contoso.example", named.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("records", "--format", "xml")]
    [InlineData("records", "--dmarc", "strict")]
    [InlineData("records", "--reports", "nobody")]
    [InlineData("records", "--domain", "fabrikam.example")]
    [InlineData("records", "--domain", "contoso..example")]
    [InlineData("check", "--zone", "/dev/null", "--origin", "contoso..example")]
    [InlineData("check", "--resolver", "somewhere")]
    [InlineData("check", "--zone", "no/such/file")]
    [InlineData("check", "--zone", "/")]
    public async Task What_cannot_be_read_is_a_usage_error(string verb, params string[] options)
    {
        var result = await Command.CausewayAsync(["dns", verb, Repository.LabTopology, .. options]);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public async Task A_zone_file_with_an_error_names_the_line()
    {
        var zone = folder.Write("broken.zone", "contoso.example. 60 IN MX ten mx.filter.example.\n");

        var result = await Command.CausewayAsync("dns", "check", Repository.LabTopology, "--zone", zone);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains("broken.zone:1:", result.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string?> States(JsonElement check) =>
        check.GetProperty("records").EnumerateArray().Select(record => Timeline.Text(record, "state"));

    private static string? P9(JsonElement proof) => Timeline.Text(Property(proof), "verdict");

    private static JsonElement Property(JsonElement proof) => proof.GetProperty("properties").EnumerateArray()
        .Single(property => Timeline.Text(property, "id") == "P9");
}
