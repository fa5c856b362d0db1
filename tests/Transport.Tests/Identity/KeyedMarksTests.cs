using Causeway.Core.Routing;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Tests.Identity;

public sealed class KeyedMarksTests
{
    private readonly TraceKey key = TraceKey.Create();

    [Fact]
    public void A_site_finds_a_recipient_that_it_asks_for()
    {
        var marks = Marks(new ServedMark(Some.Cloud, Some.Ada, 3));

        Assert.True(marks.Contains(new ServedMark(Some.Cloud, Some.Ada, 3)));
        Assert.False(marks.Contains(new ServedMark(Some.Office, Some.Ada, 3)));
        Assert.False(marks.Contains(new ServedMark(Some.Cloud, Some.Ada, 2)));
    }

    [Fact]
    public void The_highest_version_is_found_whichever_site_served()
    {
        var marks = Marks(new ServedMark(Some.Cloud, Some.Ada, 3), new ServedMark(Some.Office, Some.Ada, 7));

        Assert.Equal(7, marks.HighestVersion(Some.Ada));
        Assert.Null(marks.HighestVersion(Core.Addresses.EmailAddress.Parse("grace@contoso.example")));
    }

    [Fact]
    public void A_mark_names_no_recipient_and_another_key_finds_nothing()
    {
        var mark = KeyedMarks.Write(key, new ServedMark(Some.Cloud, Some.Ada, 3));

        Assert.DoesNotContain("ada", mark, StringComparison.OrdinalIgnoreCase);
        Assert.False(new KeyedMarks(TraceKey.Create(), [mark]).Contains(new ServedMark(Some.Cloud, Some.Ada, 3)));
    }

    [Fact]
    public void A_version_that_was_written_by_hand_counts_for_nothing()
    {
        var forged = KeyedMarks.Write(key, new ServedMark(Some.Cloud, Some.Ada, 3))
            .Replace(".3.", ".9.", StringComparison.Ordinal);

        Assert.Null(new KeyedMarks(key, [forged, "", "a.b", "cloud.x.y"]).HighestVersion(Some.Ada));
    }

    private KeyedMarks Marks(params ServedMark[] marks) =>
        new(key, [.. marks.Select(mark => KeyedMarks.Write(key, mark))]);
}
