using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Causeway.Directories.Tests.Ldap;

/// <summary>
/// Debian's slapd on loopback, with a folder of its own and entries of the test; never a system service.
/// </summary>
internal sealed class Slapd : IAsyncDisposable
{
    public const string Base = "dc=contoso,dc=example";
    public const string User = "cn=causeway,dc=contoso,dc=example";
    public const string Password = "a-password-of-the-test";

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-slapd-").FullName;
    private readonly Process process;
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Slapd(IEnumerable<(string Name, string[] Mail)> people)
    {
        Directory.CreateDirectory(In("data"));
        File.WriteAllText(In("slapd.conf"), $"""
            include /etc/ldap/schema/core.schema
            include /etc/ldap/schema/cosine.schema
            include /etc/ldap/schema/inetorgperson.schema
            modulepath /usr/lib/ldap
            moduleload back_mdb
            pidfile {In("pid")}
            database mdb
            suffix "{Base}"
            rootdn "{User}"
            rootpw {Password}
            directory {In("data")}
            sizelimit 500
            access to * by dn.exact="{User}" read by anonymous auth

            """);
        File.WriteAllText(In("people.ldif"), Ldif(people));
        using (var add = Process.Start("/usr/sbin/slapadd", ["-q", "-f", In("slapd.conf"), "-l", In("people.ldif")]))
        {
            add.WaitForExit();
            Assert.Equal(0, add.ExitCode);
        }

        Port = FreePort();
        process = Process.Start(new ProcessStartInfo("/usr/sbin/slapd",
            ["-f", In("slapd.conf"), "-h", $"ldap://127.0.0.1:{Port}", "-d", "256"])
            {
                RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
        process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data?.Contains("slapd starting", StringComparison.Ordinal) == true)
            {
                started.TrySetResult();
            }
        };
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public Uri Url => new($"ldap://127.0.0.1:{Port}");

    public static async Task<Slapd> StartAsync(params IEnumerable<(string Name, string[] Mail)> people)
    {
        var slapd = new Slapd(people);
        await slapd.started.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await slapd.AnsweringAsync();
        return slapd;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    // It says that it starts before it listens.
    private async Task AnsweringAsync()
    {
        for (var tries = 0; ; tries++)
        {
            using var client = new TcpClient();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, Port, TestContext.Current.CancellationToken);
                return;
            }
            catch (SocketException) when (tries < 1000)
            {
                await Task.Delay(
                    TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    private static string Ldif(IEnumerable<(string Name, string[] Mail)> people)
    {
        var text = new StringBuilder($"dn: {Base}\nobjectClass: dcObject\nobjectClass: organization\no: contoso\n\n");
        foreach (var (name, mail) in people)
        {
            text.Append(CultureInfo.InvariantCulture, $"dn: uid={name},{Base}\nobjectClass: inetOrgPerson\n")
                .Append(CultureInfo.InvariantCulture, $"uid: {name}\ncn: {name}\nsn: {name}\n")
                .AppendJoin("", mail.Select(address => $"mail: {address}\n")).Append('\n');
        }

        return text.ToString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string In(string name) => Path.Combine(folder, name);
}
