using Causeway.Core.Addresses;
using Causeway.Core.Replies;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Storage;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Forwarding;

public sealed class SiteReturnsTests : IDisposable
{
    private static readonly Snapshot Snapshot = new(Some.Organization, new RecipientTable([]));

    private static readonly EmailAddress Alice = EmailAddress.Parse("alice@fabrikam.example");

    private static readonly EmailAddress Long = EmailAddress.Parse(
        "a-newsletter-whose-local-part-is-long-0123456789@bounces.newsletter.fabrikam.example");

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-returns-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly TraceKey key = TraceKey.Create();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("ada@contoso.example")]
    public async Task A_null_reverse_path_and_our_own_leave_as_they_are(string path)
    {
        var from = ReversePath.Parse(path);

        Assert.Equal(from, await Returns(await OpenAsync()).LeaveAsync(Snapshot, from));
    }

    [Fact]
    public async Task Any_site_with_the_organizations_key_reads_what_another_made()
    {
        var made = (await Returns(await OpenAsync()).LeaveAsync(Snapshot, new ReversePath(Alice)))!.Value;

        Assert.Equal(ReturnAddress.Of(Alice), Read(Returns(new RememberedSenders()), made));
        Assert.Equal(
            Reason.ReturnAddressNotOurs,
            Read(new SiteReturns(TraceKey.Create, new RememberedSenders(), clock), made).Refusal);
        clock.Advance(TimeSpan.FromDays(22));
        Assert.Equal(Reason.ReturnAddressTooOld, Read(Returns(new RememberedSenders()), made).Refusal);
    }

    [Fact]
    public async Task A_long_sender_is_found_after_a_restart_for_21_days()
    {
        ReversePath made;
        using (var before = await OpenAsync())
        {
            made = (await Returns(before).LeaveAsync(Snapshot, new ReversePath(Long)))!.Value;
            Assert.StartsWith("bounces+SRS=", made.ToString(), StringComparison.Ordinal);
        }

        clock.Advance(TimeSpan.FromDays(21));
        using (var after = await OpenAsync())
        {
            var folded = ReversePath.Parse(made.ToString().ToLowerInvariant());
            Assert.Equal(ReturnAddress.Of(Long), Read(Returns(after), folded));
            clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(Reason.ReturnAddressTooOld, Read(Returns(after), made).Refusal);
            clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal(Reason.ReturnAddressNotKept, Read(Returns(after), made).Refusal);
        }
    }

    [Fact]
    public async Task Without_room_to_remember_a_long_sender_there_is_no_way_to_leave() =>
        Assert.Null(await Returns(new RememberedSenders()).LeaveAsync(Snapshot, new ReversePath(Long)));

    private static ReturnAddress Read(SiteReturns returns, ReversePath made)
    {
        Assert.True(SrsAddress.TryParse(made.Address!.Value, out var parts));
        return returns.Read(made.Address.Value, parts);
    }

    private SiteReturns Returns(RememberedSenders remembered) => new(() => key, remembered, clock);

    private async Task<RememberedSenders> OpenAsync()
    {
        var remembered = new RememberedSenders();
        await remembered.OpenAsync(new FolderDisk(folder), clock.GetUtcNow(), TestContext.Current.CancellationToken);
        return remembered;
    }
}
