using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Packages;

/// <summary>The package of this working tree, and one of the version before it.</summary>
public sealed class BuiltPackages : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal string Present { get; private set; } = "";

    internal string Before { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Present = await BuildAsync("packaging/build-deb", "--output", folder.Path);
        Before = await BuildAsync("tests/EndToEnd.Tests/Packages/build-before", Present, folder.Path);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task<string> BuildAsync(string script, params string[] arguments) =>
        (await DebianRoot.DoAsync(Repository.Path(script), arguments)).TrimEnd().Split('\n')[^1];
}
