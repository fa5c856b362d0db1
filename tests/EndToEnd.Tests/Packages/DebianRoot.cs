using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>
/// The root of a Debian 12 system in a folder. What runs in it has a mount namespace of its own, so that no mount
/// outlives it, whatever happens to the test.
/// </summary>
internal sealed class DebianRoot : IAsyncDisposable
{
    private const string Include = "adduser,ca-certificates,libssl3,libstdc++6,systemd-sysv";
    private const string Enter =
        "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" env -i "
        + "PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive \"$@\"";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder folder = new();

    public string Path => folder.File("root");

    /// <summary>A fresh system: unpacked from one that debootstrap made once for this working tree.</summary>
    public static async Task<DebianRoot> CreateAsync()
    {
        var archive = await ArchiveAsync();
        var root = new DebianRoot();
        Directory.CreateDirectory(root.Path);
        await DoAsync("tar", "-xpf", archive, "-C", root.Path, "--numeric-owner");
        return root;
    }

    /// <summary>Runs a command in the system, as root.</summary>
    public Task<CommandResult> RunAsync(IEnumerable<string> command, string? input = null) =>
        Command.RunAsync("unshare", Entering(command), input, longest: Longest);

    /// <summary>As <see cref="RunAsync"/>; it must end with exit code 0. What it wrote to stdout.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result}");
        return result.Output;
    }

    /// <summary>The command line of unshare(1) that becomes a command in the system.</summary>
    public string[] Entering(IEnumerable<string> command) =>
        ["--mount", "--propagation", "private", "sh", "-c", Enter, Path, .. command];

    public string File(string path) => System.IO.Path.Join(Path, path);

    public bool Has(string path) => System.IO.Path.Exists(File(path));

    /// <summary>Owner, group and mode: <c>root:causeway 750</c>.</summary>
    public async Task<string> OwnerAsync(string path) => (await AskAsync("stat", "-c", "%U:%G %a", path)).TrimEnd();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs a program of this machine; it must end with exit code 0. What it wrote to stdout.</summary>
    public static async Task<string> DoAsync(string program, params string[] arguments)
    {
        var result = await Command.RunAsync(program, arguments, longest: Longest);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
        return result.Output;
    }

    private static async Task<string> ArchiveAsync()
    {
        var archive = Repository.Path(".build/debian-12.tar");
        if (System.IO.File.Exists(archive))
        {
            return archive;
        }

        using var scratch = new TemporaryFolder();
        await DoAsync(
            "debootstrap", "--variant=minbase", $"--include={Include}", "bookworm", scratch.File("root"),
            await MirrorAsync());
        await DoAsync(
            "tar", "-cpf", $"{archive}.new", "-C", scratch.File("root"), "--numeric-owner", "--one-file-system", ".");
        System.IO.File.Move($"{archive}.new", archive, overwrite: true);
        return archive;
    }

    // The mirror that this machine uses for Debian 12, if it is a Debian 12; else Debian's own.
    private static async Task<string> MirrorAsync()
    {
        var sources = await DoAsync(
            "apt-get", "indextargets", "--format", "$(CODENAME) $(COMPONENT) $(REPO_URI)", "Created-By: Packages");
        return sources.Split('\n').Where(line => line.StartsWith("bookworm main ", StringComparison.Ordinal))
            .Select(line => line.Split(' ')[2])
            .FirstOrDefault(uri => !uri.Contains("security", StringComparison.Ordinal), "http://deb.debian.org/debian");
    }
}
