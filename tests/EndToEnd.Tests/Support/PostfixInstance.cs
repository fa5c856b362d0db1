using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Causeway.EndToEnd.Tests.Support;

/// <summary>
/// Debian's Postfix, an MTA that the project did not write, as an instance of its own: configuration, queue and
/// mailboxes in one folder, on one address of the loopback. Postfix starts as root and nobody else.
/// </summary>
internal sealed class PostfixInstance : IAsyncDisposable
{
    // Its processes run as other users, who must reach their folders: the folder of the tests is closed to them.
    private const string Parent = "/var/tmp";

    private readonly string folder =
        Path.Combine(Parent, $"causeway-postfix-{Path.GetRandomFileName()}");

    private readonly IPEndPoint endpoint;

    private PostfixInstance(IPEndPoint endpoint) => this.endpoint = endpoint;

    /// <summary>The folder of maps and keys, as <c>render</c> names it.</summary>
    public string Causeway => Path.Combine(folder, "causeway");

    /// <summary>Where <c>virtual_mailbox_base</c> of the test points.</summary>
    public string Mailboxes => Path.Combine(folder, "mail");

    private string LogFile => Path.Combine(folder, "mail.log");

    /// <summary>
    /// Prepares an instance: <paramref name="settings"/> is its main.cf, to which nothing but ports, addresses and
    /// paths is
    /// added; <paramref name="files"/> lie in the folder <c>causeway</c>.
    /// </summary>
    public static async Task<PostfixInstance> CreateAsync(
        IPEndPoint endpoint, string settings, IReadOnlyDictionary<string, string> files)
    {
        var instance = new PostfixInstance(endpoint);
        var lines = settings.Split('\n').Where(line =>
            !instance.PlaceNames.Contains(line.Split(" =")[0], StringComparer.Ordinal));
        Directory.CreateDirectory(instance.Causeway);
        Directory.CreateDirectory(instance.Mailboxes);
        Directory.CreateDirectory(Path.Combine(instance.folder, "queue"));
        Directory.CreateDirectory(Path.Combine(instance.folder, "data"));
        File.WriteAllText(
            Path.Combine(instance.folder, "main.cf"), string.Join('\n', lines.Concat(instance.Places)) + "\n");
        File.WriteAllText(Path.Combine(instance.folder, "master.cf"), instance.Services);
        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(instance.Causeway, name), text);
        }

        await AsRootAsync("chown", "-R", "root:root", instance.folder);
        await AsRootAsync("chown", "postfix", Path.Combine(instance.folder, "data"));
        await AsRootAsync("chmod", "1777", instance.Mailboxes);
        return instance;
    }

    /// <summary>A file with what <c>postconf -n</c> prints.</summary>
    public async Task<string> SettingsAsync()
    {
        var printed = await RunAsRootAsync("postconf", ["-c", folder, "-n"]);
        Assert.True(printed.ExitCode == 0, printed.ToString());
        var path = Path.Combine(Path.GetTempPath(), $"{Path.GetFileName(folder)}.postconf");
        await File.WriteAllTextAsync(path, printed.Output, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Builds the index of maps.</summary>
    public Task IndexAsync(IEnumerable<string> maps) => AsRootAsync(
        "postmap", ["-c", folder, .. maps.Select(map => Path.Combine(Causeway, map))]);

    public async Task StartAsync()
    {
        await AsRootAsync("postfix", "-c", folder, "start");
        await Patience.UntilAsync($"Postfix at {endpoint}", async () =>
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(endpoint, TestContext.Current.CancellationToken);
                return "open";
            }
            catch (SocketException)
            {
                return null;
            }
        });
    }

    /// <summary>Puts another file into the place of one of the folder <c>causeway</c>.</summary>
    public async Task ReplaceAsync(string name, string by)
    {
        await AsRootAsync("install", "-m", "0600", by, Path.Combine(Causeway, name));
        await AsRootAsync("postfix", "-c", folder, "reload");
    }

    public async Task<string> LogAsync() => (await RunAsRootAsync("cat", [LogFile])).Output;

    /// <summary>Hands in a message on the machine itself, as cron or a user's shell does.</summary>
    public async Task SubmitAsync(string from, string to, byte[] message)
    {
        // sendmail reads lines as the system ends them.
        var text = Encoding.UTF8.GetString(message).Replace("\r\n", "\n", StringComparison.Ordinal);
        var sent = await RunAsRootAsync("sendmail", ["-C", folder, "-i", "-f", from, "--", to], text);
        Assert.True(sent.ExitCode == 0, sent.ToString());
    }

    /// <summary>What waits, as <c>postqueue -p</c> tells it.</summary>
    public async Task<string> QueueAsync() => (await RunAsRootAsync("postqueue", ["-c", folder, "-p"])).Output;

    public Task FlushAsync() => AsRootAsync("postqueue", "-c", folder, "-f");

    /// <summary>Waits until a message is in a mailbox; the octets of all copies.</summary>
    public Task<byte[][]> WaitForAsync(string mailbox, string messageId) => Patience.UntilAsync(
        $"{messageId} in {mailbox}; the log: {LogFile}",
        async () => await ListAsync(mailbox, messageId) is { Length: > 0 } found ? found : null);

    /// <summary>The copies of a message in a mailbox.</summary>
    public async Task<byte[][]> ListAsync(string mailbox, string text)
    {
        // The mailbox belongs to the user whom main.cf names.
        var found = await RunAsRootAsync(
            "grep", ["-rlaF", text, Path.Combine(Mailboxes, mailbox, "new")]);
        var all = new List<byte[]>();
        foreach (var path in found.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            all.Add((await RunAsRootAsync("cat", [path])).Octets);
        }

        return [.. all];
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsRootAsync("postfix", ["-c", folder, "stop"]);
        await AsRootAsync("rm", "-rf", folder);
    }

    private string[] Places =>
    [
        $"queue_directory = {folder}/queue",
        $"data_directory = {folder}/data",
        $"virtual_mailbox_base = {Mailboxes}",
        $"maillog_file = {LogFile}",
        "maillog_file_prefixes = /",

        // Every address of 127.0.0.0/8 is there, and the kernel lists one only; the one to listen at stands in
        // master.cf.
        "inet_interfaces = loopback-only",
        $"smtp_bind_address = {endpoint.Address}",
        "inet_protocols = ipv4",
    ];

    private IEnumerable<string> PlaceNames => Places.Select(place => place.Split(" =")[0]);

    // The services of Debian's master.cf that take part, none in a chroot, and the port.
    private string Services => $"""
        {endpoint} inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        verify unix - - n - 1 verify
        flush unix n - n 1000? 0 flush
        proxymap unix - - n - - proxymap
        smtp unix - - n - - smtp
        relay unix - - n - - smtp
        showq unix n - n - - showq
        error unix - - n - - error
        retry unix - - n - - error
        discard unix - - n - - discard
        local unix - n n - - local
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        scache unix - - n - 1 scache
        postlog unix-dgram n - n - 1 postlogd

        """;

    private static async Task AsRootAsync(string program, params string[] arguments)
    {
        var done = await RunAsRootAsync(program, arguments);
        Assert.True(done.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {done}");
    }

    private static Task<CommandResult> RunAsRootAsync(
        string program, IReadOnlyList<string> arguments, string? input = null)
    {
        // Debian keeps them where a plain user's PATH may not look.
        var path = File.Exists($"/usr/sbin/{program}") ? $"/usr/sbin/{program}" : program;
        return Environment.IsPrivilegedProcess
            ? Command.RunAsync(path, arguments, input)
            : Command.RunAsync("sudo", ["-n", path, .. arguments], input);
    }
}
