using System.Collections.Immutable;
using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Causeway.Transport.AutomaticReplies;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.AutomaticReplies;

public sealed class AutomaticReplierTests : IDisposable
{
    private const string Alice = "alice@fabrikam.example";
    private const string ToCharles = "To: charles@contoso.example\nSubject: Lunch?\n\n";

    private static readonly EmailAddress Charles = EmailAddress.Parse("charles@contoso.example");
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly AutomaticReply Away = new() { Inside = "Ask Grace.", Outside = "Back on Monday." };

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-replies-").FullName;
    private readonly FakeTimeProvider clock = new(Start);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_stranger_is_answered_under_a_null_reverse_path_with_the_text_for_strangers()
    {
        await using var site = await CloudAsync(Away);

        var reply = Assert.Single(await DeliverAsync(site, Alice, ToCharles));

        Assert.Equal("", reply.From);
        Assert.Equal([Alice], reply.Recipients);
        Assert.Equal((DestinationKind.Internet, "fabrikam.example"), (reply.Copies[0].Kind, reply.Copies[0].Next));
        var text = Encoding.UTF8.GetString(await site.ReadAsync(reply));
        Assert.Contains("From: <charles@contoso.example>\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-replied\r\n", text, StringComparison.Ordinal);
        Assert.Contains("Back on Monday.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ask Grace.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleague_at_the_other_site_is_answered_with_the_text_for_colleagues()
    {
        await using var site = await CloudAsync(Away);

        var reply = Assert.Single(await DeliverAsync(site, "grace@contoso.example", ToCharles));

        Assert.Equal((DestinationKind.Site, "office"), (reply.Copies[0].Kind, reply.Copies[0].Next));
        Assert.Contains(
            "Ask Grace.", Encoding.UTF8.GetString(await site.ReadAsync(reply)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_correspondent_is_answered_once_in_seven_days_also_after_a_restart()
    {
        await using (var site = await CloudAsync(Away))
        {
            Assert.Single(await DeliverAsync(site, Alice, ToCharles));
            Assert.Empty(await DeliverAsync(site, Alice.ToUpperInvariant(), ToCharles));
            Assert.Single(await DeliverAsync(site, "bob@fabrikam.example", ToCharles));
        }

        clock.Advance(TimeSpan.FromDays(7));
        await using (var site = await CloudAsync(Away))
        {
            Assert.Empty(await DeliverAsync(site, Alice, ToCharles));
            clock.Advance(TimeSpan.FromDays(1));
            Assert.Single(await DeliverAsync(site, Alice, ToCharles));
        }
    }

    [Fact]
    public async Task A_reply_that_says_something_else_is_sent_to_everybody_again()
    {
        await using (var site = await CloudAsync(Away))
        {
            Assert.Single(await DeliverAsync(site, Alice, ToCharles));
        }

        await using (var site = await CloudAsync(Away with { Outside = "Back on Tuesday." }))
        {
            Assert.Single(await DeliverAsync(site, Alice, ToCharles));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(60, 1)]
    [InlineData(119, 1)]
    [InlineData(120, 0)]
    public async Task It_begins_and_ends_when_it_says(int minutesLater, int replies)
    {
        await using var site = await CloudAsync(Away with
        {
            From = Start.AddHours(1), Until = Start.AddHours(2),
        });
        clock.Advance(TimeSpan.FromMinutes(minutesLater));

        Assert.Equal(replies, (await DeliverAsync(site, Alice, ToCharles)).Length);
    }

    [Theory]
    [InlineData("", ToCharles)]
    [InlineData(Alice, "List-Id: <x>\n" + ToCharles)]
    [InlineData(Alice, "To: team@contoso.example\n\n")]
    public async Task Bounces_lists_and_groups_are_not_answered(string from, string content)
    {
        await using var site = await CloudAsync(Away);

        Assert.Empty(await DeliverAsync(site, from, content));
    }

    [Fact]
    public async Task Without_a_text_for_them_strangers_get_none()
    {
        await using var site = await CloudAsync(Away with { Outside = null });

        Assert.Empty(await DeliverAsync(site, Alice, ToCharles));
        Assert.Single(await DeliverAsync(site, "grace@contoso.example", ToCharles));
    }

    [Theory]
    [InlineData(ReplyText.None, null)]
    [InlineData(ReplyText.Outside, "Back on Monday.")]
    [InlineData(ReplyText.Inside, "Ask Grace.")]
    public async Task A_remote_domain_chooses_the_text(ReplyText which, string? expected)
    {
        await using var site = await CloudAsync(Away);
        var snapshots = site.Service.Tenants.First.Snapshots;
        snapshots.Replace(snapshots.Current with
        {
            Organization = snapshots.Current.Organization with
            {
                RemoteDomains = [new RemoteDomain { Name = "fabrikam.example", AutomaticReplies = which }],
            },
        });

        var replies = await DeliverAsync(site, Alice, ToCharles);

        Assert.Equal(expected is null ? 0 : 1, replies.Length);
        if (expected is not null)
        {
            Assert.Contains(
                expected, Encoding.UTF8.GetString(await site.ReadAsync(replies[0])), StringComparison.Ordinal);
        }
    }

    private Task<SmallSite> CloudAsync(AutomaticReply reply) => SmallSite.StartAsync(
        folder, Some.Cloud, clock,
        new Recipient { Address = Charles, Kind = RecipientKind.Mailbox, Site = Some.Cloud, AutomaticReply = reply });

    // What the site wrote when a message came into the mailbox.
    private async Task<ImmutableArray<Accepted>> DeliverAsync(SmallSite site, string from, string content)
    {
        var ct = TestContext.Current.CancellationToken;
        using var answered = new AnsweredCorrespondents();
        await answered.OpenAsync(new FolderDisk(Path.Combine(folder, "memory")), clock.GetUtcNow(), ct);
        var message = await site.CommitAsync(from, content);
        var before = site.Heard.OfType<Accepted>().Count();

        await new AutomaticReplier(site.Service, answered).DeliveredAsync(message, Charles, ct);

        return [.. site.Heard.OfType<Accepted>().Skip(before)];
    }
}
