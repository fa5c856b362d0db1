using System.Diagnostics;
using System.Globalization;
using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>
/// A Debian root that was booted with a systemd of its own, by systemd-nspawn(1). It shares this machine's network.
/// </summary>
internal sealed class BootedSystem : IAsyncDisposable
{
    private readonly DebianRoot root;
    private readonly Process nspawn;
    private readonly string leader;

    private BootedSystem(DebianRoot root, Process nspawn, string leader) =>
        (this.root, this.nspawn, this.leader) = (root, nspawn, leader);

    public static async Task<BootedSystem> BootAsync(DebianRoot root)
    {
        // The network is this machine's, and is none of the guest's business.
        await root.AskAsync("systemctl", "mask", "systemd-networkd.service", "systemd-resolved.service");
        var nspawn = Command.Start("systemd-nspawn",
        [
            "--quiet", "--directory", root.Path, "--register=no", "--keep-unit",
            $"--machine=causeway-{Environment.ProcessId}", "--resolv-conf=off", "--timezone=off", "--link-journal=no",
            "--console=pipe", "--boot",
        ]);
        nspawn.StandardInput.Close();
        _ = nspawn.StandardOutput.ReadToEndAsync();
        var error = nspawn.StandardError.ReadToEndAsync();
        try
        {
            var leader = await Patience.UntilAsync("the guest's first process", async () =>
            {
                Assert.False(nspawn.HasExited, nspawn.HasExited ? await error : "");
                return ChildOf(nspawn.Id);
            });
            var system = new BootedSystem(root, nspawn, leader);
            await Patience.UntilAsync("a systemd that runs", async () =>
                (await system.RunAsync("systemctl", "is-system-running")).Output.Trim() is "running" or "degraded"
                    ? "runs" : null);
            return system;
        }
        catch
        {
            nspawn.Kill(entireProcessTree: true);
            await EndAsync(nspawn);
            throw;
        }
    }

    /// <summary>Runs a command in the guest, as root.</summary>
    public Task<CommandResult> RunAsync(params string[] command) => Command.RunAsync(
        "nsenter",
        [
            "--target", leader, "--mount", "--uts", "--ipc", "--net", "--pid", "--",
            "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
            .. command,
        ]);

    /// <summary>As <see cref="RunAsync"/>; it must end with exit code 0. What it wrote to stdout.</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        var result = await RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', command)}: {result}");
        return result.Output;
    }

    /// <summary>A property of a site's unit, such as <c>ActiveState</c>.</summary>
    public async Task<string> ShowAsync(string site, string property) =>
        (await AskAsync("systemctl", "show", "--value", "-p", property, $"causeway@{site}")).Trim();

    public async ValueTask DisposeAsync()
    {
        await RunAsync("systemctl", "poweroff");
        await EndAsync(nspawn);
    }

    // The guest ends with its first process, and that one with nspawn.
    private static async Task EndAsync(Process nspawn)
    {
        using var limit = new CancellationTokenSource(Patience.Longest);
        try
        {
            await nspawn.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            nspawn.Kill(entireProcessTree: true);
            await nspawn.WaitForExitAsync(CancellationToken.None);
        }

        nspawn.Dispose();
    }

    private static string? ChildOf(int process)
    {
        var children = File.ReadAllText(string.Create(
            CultureInfo.InvariantCulture, $"/proc/{process}/task/{process}/children"));
        return children.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(child => File.ReadAllText($"/proc/{child}/comm").Trim() == "systemd");
    }
}
