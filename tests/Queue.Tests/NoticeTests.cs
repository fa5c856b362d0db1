using Causeway.Core.Envelopes;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class NoticeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new(Some.Noon);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_refusal_for_good_ends_as_bounced_and_the_notice_goes_out()
    {
        await using var site = await StartAsync(RefusesFor("x.example"));
        await Some.CommitAsync(site.Spool, To("x.example"));
        await site.IdleAsync();
        Assert.Empty(site.Scheduler.Pending);

        // The notice is a message of its own, and may be out before the attempt that it tells of has ended.
        Assert.Equal([Outcome.Relayed, Outcome.Bounced], Outcomes(site).Order());
    }

    [Fact]
    public async Task A_refusal_that_may_not_be_told_is_held()
    {
        await using var site = await StartAsync(RefusesFor("x.example"));
        await Some.CommitAsync(site.Spool, To("x.example") with { From = "" });
        await site.IdleAsync();
        Assert.Single(Assert.Single(site.Scheduler.Pending).Held);
        Assert.Equal([Outcome.Held], Outcomes(site));
    }

    [Fact]
    public async Task A_copy_that_could_not_be_routed_is_told_with_the_reply_of_routing()
    {
        var deliverer = RefusesFor("nobody");
        await using var site = await StartAsync(deliverer);
        var lost = new Copy(0, DestinationKind.Held, "550 5.4.4 No arrow", ["a@x.example"]);
        await Some.CommitAsync(site.Spool, Some.Message("M", lost));
        await site.IdleAsync();
        Assert.Equal("550 5.4.4 No arrow", Assert.Single(Assert.Single(site.Notices.Asked).Results).Reply);
        Assert.DoesNotContain(deliverer.Jobs, job => job.Message.Id == "M");
    }

    [Fact]
    public async Task While_the_notice_cannot_be_stored_the_recipient_stays_in_the_queue()
    {
        await using var site = await StartAsync(RefusesFor("x.example"));
        site.Notices.Fails = _ => true;
        await Some.CommitAsync(site.Spool, To("x.example"));
        await site.IdleAsync();
        Assert.Single(Assert.Single(site.Scheduler.Pending).Remaining);
        site.Notices.Fails = _ => false;
        clock.Advance(TimeSpan.FromHours(1));
        await site.IdleAsync();
        Assert.Empty(site.Scheduler.Pending);
    }

    [Theory]
    [InlineData(NotifyOn.Success, false, 1)]
    [InlineData(NotifyOn.Success | NotifyOn.Failure, false, 1)]
    [InlineData(NotifyOn.Success, true, 0)]
    [InlineData(NotifyOn.Unspecified, false, 0)]
    [InlineData(NotifyOn.Failure, false, 0)]
    public async Task A_relay_is_told_where_the_sender_wants_it_and_the_next_hop_will_not(
        NotifyOn notify, bool isPassedOn, int notices)
    {
        await using var site = await StartAsync(new Passing(isPassedOn));
        var group = Some.ToInternet(0, "x.example", "member@x.example") with { Given = ["group@y.example"] };
        await Some.CommitAsync(site.Spool, Some.Message("M", group) with
        {
            Options = [new RecipientOptions("group@y.example", notify)],
        });
        await site.IdleAsync();
        Assert.Equal(notices, site.Notices.Asked.Count);
        Assert.Empty(site.Scheduler.Pending);
    }

    private static Accepted To(string domain) => Some.Message("M", Some.ToInternet(0, domain, "a@" + domain));

    private static ScriptedDeliverer RefusesFor(string domain) => new((job, _) =>
        ValueTask.FromResult(job.Copy.Next == domain ? Outcome.Held : Outcome.Relayed));

    private static IEnumerable<Outcome> Outcomes(RunningSite site) =>
        site.Heard.OfType<Ended>().SelectMany(end => end.Results).Select(result => result.Outcome);

    private async Task<RunningSite> StartAsync(IDeliverer deliverer) => new(
        await Some.SpoolAsync(new FolderDisk(folder.Path), clock: clock), deliverer, Some.Options, clock);

    private sealed class Passing(bool isNotifyPassedOn) : IDeliverer
    {
        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct) =>
            ValueTask.FromResult(new DeliveryReport(
                [.. job.Recipients.Select(recipient => new Result(recipient, Outcome.Relayed, "250 Ok"))], null)
            {
                IsNotifyPassedOn = isNotifyPassedOn,
            });
    }
}
