using System.Diagnostics;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Tests.Identity;

public sealed class PrivateFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("causeway-private-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_root_writes_belongs_to_the_owner_of_the_folder()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give files away");
        var path = Path.Combine(folder.FullName, "credentials");
        await RunAsync("chown", "4711:4712", folder.FullName);

        PrivateFile.Write(path, "first");
        PrivateFile.Write(path, "second");

        Assert.Equal("4711:4712 600\n", await RunAsync("stat", "-c", "%u:%g %a", path));
        Assert.Equal("second", File.ReadAllText(path));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
