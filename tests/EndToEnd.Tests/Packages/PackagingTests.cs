using System.Text.RegularExpressions;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>What of the packages can be judged without building one.</summary>
public sealed partial class PackagingTests
{
    private static readonly UnitFile Unit = new(Read("packaging/deb/causeway@.service"), "office");

    public static TheoryData<string> Scripts =>
    [
        "packaging/build-deb", "packaging/build-tool", "packaging/deb/postinst", "packaging/deb/prerm",
        "packaging/deb/postrm", "tests/EndToEnd.Tests/Packages/build-before",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Scripts_are_clean_to_shellcheck(string script) =>
        Assert.Equal("", await DebianRoot.DoAsync("shellcheck", Repository.Path(script)));

    [Theory]
    [InlineData("Type", "notify")]
    [InlineData("User", "causeway")]
    [InlineData("UMask", "0077")]
    [InlineData("AmbientCapabilities", "CAP_NET_BIND_SERVICE")]
    [InlineData("CapabilityBoundingSet", "CAP_NET_BIND_SERVICE")]
    [InlineData("NoNewPrivileges", "yes")]
    [InlineData("ProtectSystem", "strict")]
    [InlineData("ProtectHome", "yes")]
    [InlineData("PrivateTmp", "yes")]
    [InlineData("PrivateDevices", "yes")]
    [InlineData("ReadWritePaths", "/var/lib/causeway")]
    [InlineData("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX")]
    [InlineData("Restart", "on-failure")]
    [InlineData("RestartPreventExitStatus", "2")]
    public void The_unit_gives_the_least_that_a_site_needs(string directive, string value) =>
        Assert.Equal(value, Unit.One(directive));

    [Fact]
    public void The_unit_starts_and_reloads_what_the_package_installs()
    {
        var environment = Unit.Environment("/nonexistent");
        Assert.Equal(
            "/usr/bin/causeway up /etc/causeway/causeway.yaml --site office --data /var/lib/causeway",
            string.Join(' ', Unit.Words("ExecStart", environment)));
        Assert.Equal(
            "/usr/bin/causeway reload --site office --data /var/lib/causeway",
            string.Join(' ', Unit.Words("ExecReload", environment)));
    }

    [Fact]
    public async Task The_version_stands_in_one_place_and_the_changelog_begins_with_it()
    {
        var version = (await Command.CausewayAsync("--version")).Output.TrimEnd();

        Assert.Contains($"<Version>{version}</Version>", Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.StartsWith($"causeway ({version}) ", Read("packaging/deb/changelog"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_manual_page_has_every_command_with_every_option()
    {
        var page = (await Command.CausewayAsync("man")).Output.Replace("\\-", "-", StringComparison.Ordinal);
        var sections = page.Split("\n.S").Where(section => section.StartsWith("S causeway ", StringComparison.Ordinal))
            .ToList();
        var commands = new List<string>();
        await VisitAsync("causeway");

        Assert.Contains("causeway queue list", commands);
        Assert.Contains("causeway reload", commands);
        Assert.Equal(sections.Count, commands.Count);

        async Task VisitAsync(string path)
        {
            var isGroup = false;
            foreach (var word in (await SuggestAsync(path + " ")).Where(word => word[0] is not '-' and not '/'))
            {
                if (await IsCommandAsync($"{path} {word}"))
                {
                    isGroup = true;
                    await VisitAsync($"{path} {word}");
                }
            }

            if (isGroup)
            {
                return;
            }

            commands.Add(path);
            var section = Assert.Single(sections, text => Heading().Match(text).Groups[1].Value == path);
            Assert.All(
                (await SuggestAsync(path + " --")).Where(option => option != "--help"),
                option => Assert.Contains($"\\fB{option}\\fR", section, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("causeway que", "queue")]
    [InlineData("causeway queue ", "drop hold list release retry show")]
    [InlineData("causeway queue list --des", "--destination")]
    [InlineData("causeway check ", "")]
    [InlineData("causeway check FILE --property P1", "P1 P10 P11 P12")]
    [InlineData("causeway up FILE --site ", "cloud filter office")]
    public async Task Bash_completes(string line, string expected)
    {
        const string Complete = """
            causeway() { "$launcher" "$@"; }
            source <(causeway completion bash)
            COMP_LINE=$1 COMP_POINT=${#1}
            read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE != *' ' ]] || COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _causeway
            echo "${COMPREPLY[*]}"
            """;
        var text = line.Replace("FILE", Repository.LabTopology, StringComparison.Ordinal);
        var script = $"launcher={Repository.Launcher}\n{Complete}";

        Assert.Equal(expected, (await DebianRoot.DoAsync("bash", "-c", script, "bash", text)).TrimEnd());
    }

    [Fact]
    public async Task The_container_runs_what_the_package_installs()
    {
        var lines = ContainerFile.Lines();
        var start = ContainerFile.Words("ENTRYPOINT");
        Assert.Equal(["causeway", "up"], start[..2]);
        Assert.Equal(Unit.Words("ExecStart", Unit.Environment("/nonexistent"))[2], start[2]);
        var verbs = await SuggestAsync("causeway ");
        Assert.Contains(ContainerFile.Words("HEALTHCHECK")[1], verbs);
        Assert.Contains("USER " + Unit.One("User"), lines);
        Assert.Contains("VOLUME " + Unit.One("ReadWritePaths"), lines);
        Assert.Contains("COPY .build/packages/causeway_*_amd64.deb /tmp/", lines);
    }

    private static string Read(string path) => File.ReadAllText(Repository.Path(path));

    // What completes an argument looks like a command; its help is that of the command above it.
    private static async Task<bool> IsCommandAsync(string path) =>
        (await Command.CausewayAsync([.. path.Split(' ').Skip(1), "--help"])).Output
            .Contains($"  {path}", StringComparison.Ordinal);

    private static async Task<string[]> SuggestAsync(string line)
    {
        var result = await Command.CausewayAsync($"[suggest:{line.Length}]", line);
        return result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^S (causeway(?: [a-z-]+)+)", RegexOptions.None, 1000)]
    private static partial Regex Heading();
}
