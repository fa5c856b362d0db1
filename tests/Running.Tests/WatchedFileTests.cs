using Causeway.Running;

namespace Causeway.Running.Tests;

public sealed class WatchedFileTests : IDisposable
{
    private static readonly DateTime Before = new(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc);

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-watched-").FullName;
    private readonly WatchedFile watched;
    private int changes;

    public WatchedFileTests()
    {
        Write("key.pem", "one", Before);
        watched = new WatchedFile("contoso", folder, Before.AddMinutes(1), () => changes++);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_nobody_touched_is_taken_once()
    {
        Look();

        Assert.Equal(0, changes);
    }

    [Fact]
    public void A_file_of_a_folder_that_is_written_in_place_is_taken()
    {
        Write("key.pem", "two", Before.AddMinutes(2));
        Look();

        Assert.Equal(1, changes);
    }

    [Fact]
    public void A_file_that_was_still_being_copied_is_taken_again_when_it_is_whole()
    {
        Write("new.pem", "ha", Before.AddMinutes(2));
        Look();
        Write("new.pem", "half and the rest", Before.AddMinutes(2));
        Look();

        Assert.Equal(2, changes);
    }

    [Fact]
    public void What_was_written_since_the_folder_was_read_is_not_known_to_have_been_read()
    {
        var later = new WatchedFile("contoso", folder, Before, () => changes++);
        later.Look();

        Assert.Equal(1, changes);
    }

    // Two looks that are the same: whoever wrote it is done.
    private void Look()
    {
        watched.Look();
        watched.Look();
    }

    // The folder has a time of its own, which is to say nothing here.
    private void Write(string name, string text, DateTime at)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at);
        Directory.SetLastWriteTimeUtc(folder, Before);
    }
}
