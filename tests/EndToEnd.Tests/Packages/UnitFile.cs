namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>A unit of systemd as it is written, and the process that it describes.</summary>
internal sealed class UnitFile(string text, string instance)
{
    private readonly ILookup<string, string> directives = text.Split('\n')
        .Where(line => line.Length > 0 && line[0] is not '#' and not '[')
        .Select(line => line.Split('=', 2))
        .ToLookup(sides => sides[0], sides => sides[1].Replace("%i", instance, StringComparison.Ordinal));

    /// <summary>Every value of a directive, in order.</summary>
    public IReadOnlyList<string> All(string directive) => [.. directives[directive]];

    public string One(string directive) => Assert.Single(directives[directive]);

    /// <summary>The words of a command line; a variable that stands alone becomes as many words as it has.</summary>
    public IReadOnlyList<string> Words(string directive, IReadOnlyDictionary<string, string> environment) =>
        [.. One(directive).Split(' ').SelectMany(word => word[0] == '$'
            ? environment[word[1..]].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [word])];

    /// <summary>Environment=, and then what the files of EnvironmentFile= say that exist below the root.</summary>
    public IReadOnlyDictionary<string, string> Environment(string root)
    {
        var files = All("EnvironmentFile").Select(file => Path.Join(root, file.TrimStart('-'))).Where(File.Exists);
        return All("Environment").Concat(files.SelectMany(File.ReadLines))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .GroupBy(sides => sides[0], sides => sides[1].Trim('"'))
            .ToDictionary(values => values.Key, values => values.Last());
    }

    /// <summary>setpriv(1) with the user and the capabilities that the unit gives, and with no others.</summary>
    public IReadOnlyList<string> Privileges()
    {
        var ambient = Capabilities("AmbientCapabilities");
        Assert.Equal("yes", One("NoNewPrivileges"));
        return
        [
            "setpriv", "--reuid", One("User"), "--regid", One("Group"), "--init-groups",
            "--inh-caps", ambient, "--ambient-caps", ambient, "--bounding-set", Capabilities("CapabilityBoundingSet"),
            "--no-new-privs",
        ];
    }

    private string Capabilities(string directive) => string.Join(',', One(directive).Split(' ')
        .Select(name => "+" + name.Replace("CAP_", "", StringComparison.Ordinal).ToLowerInvariant()).Prepend("-all"));
}
