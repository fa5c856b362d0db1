using System.Text;
using Causeway.Storage;

namespace Causeway.Transport.Tests.Forwarding;

public sealed class DayJournalTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-journal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_added_is_there_after_a_restart_and_is_not_replaced()
    {
        using (var journal = await OpenAsync(Start))
        {
            Assert.Equal(JournalAnswer.Added, journal.Add("a", "one", Start));
            Assert.Equal(JournalAnswer.Known, journal.Add("a", "two", Start));
        }

        using (var journal = await OpenAsync(Start))
        {
            Assert.Equal("one", journal.Find("a", Start));
            Assert.Null(journal.Find("b", Start));
        }
    }

    [Fact]
    public async Task An_entry_ends_with_its_days_and_its_file_with_it()
    {
        using var journal = await OpenAsync(Start);
        journal.Add("a", "one", Start);

        Assert.Equal("one", journal.Find("a", Start.AddDays(3)));
        Assert.Null(journal.Find("a", Start.AddDays(4)));
        Assert.Equal(JournalAnswer.Added, journal.Add("a", "again", Start.AddDays(4)));
        Assert.Single(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Beyond_the_limit_there_is_no_room_until_something_ends()
    {
        using var journal = await OpenAsync(Start);
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(JournalAnswer.Added, journal.Add($"{i}", "x", Start));
        }

        Assert.Equal(JournalAnswer.Full, journal.Add("one too many", "x", Start));
        Assert.Equal(JournalAnswer.Known, journal.Add("1", "x", Start));
        Assert.Equal(JournalAnswer.Full, journal.Add("long", new string('x', 2000), Start));
        Assert.Equal(JournalAnswer.Added, journal.Add("later", "x", Start.AddDays(4)));
    }

    [Theory]
    [InlineData("0000000 a forged\n")]
    [InlineData("half a li")]
    public async Task What_is_damaged_is_not_there_and_hurts_nothing_else(string damage)
    {
        using (var journal = await OpenAsync(Start))
        {
            journal.Add("a", "one", Start);
        }

        var file = Directory.GetFiles(folder)[0];
        await File.AppendAllTextAsync(file, damage, Encoding.UTF8, TestContext.Current.CancellationToken);
        using (var journal = await OpenAsync(Start))
        {
            Assert.Equal("one", journal.Find("a", Start));
            journal.Add("b", "two", Start);
        }

        using (var journal = await OpenAsync(Start))
        {
            Assert.Equal(("one", "two"), (journal.Find("a", Start), journal.Find("b", Start)));
        }
    }

    private ValueTask<DayJournal> OpenAsync(DateTimeOffset now) => DayJournal.OpenAsync(
        new FolderDisk(folder), "test", days: 3, limit: 5, now, TestContext.Current.CancellationToken);
}
