using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Queue.Tests;

public sealed class EndProperties
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Whatever_the_next_hops_answer_and_whenever_the_site_restarts_every_recipient_has_one_end(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var clock = new FakeTimeProvider(Some.Noon);
        var facts = new List<Fact>();
        for (var run = 0; run < 4; run++)
        {
            var spool = await Some.SpoolAsync(new FolderDisk(folder.Path), clock: clock);
            await using var site = new RunningSite(spool, new Fickle(new Random(seed + run)), Some.Options, clock);
            for (var i = 0; i < 15; i++)
            {
                await Some.CommitAsync(spool, Message($"R{run}M{i:D2}", clock.GetUtcNow(), random));
            }

            for (var step = 0; step < (run == 3 ? 300 : 8); step++)
            {
                await site.IdleAsync();
                clock.Advance(TimeSpan.FromMinutes(random.Next(1, 200)));
            }

            await site.IdleAsync();
            facts.AddRange(site.Heard);
        }

        var ends = facts.OfType<Ended>().SelectMany(end => end.Results
            .Where(result => result.Outcome != Outcome.Deferred)
            .Select(result => (end.Id, end.Copy, result.Recipient))).ToList();
        var owed = facts.OfType<Accepted>().SelectMany(message => message.Copies.SelectMany(copy =>
            copy.Recipients.Select(recipient => (message.Id, copy.Number, recipient)))).ToList();
        Assert.Equal(owed.Order(), ends.Order());
        var notices = facts.OfType<Accepted>().Select(message => message.Notice).OfType<NoticeOf>()
            .SelectMany(notice => notice.Recipients.Select(one => (notice.Id, notice.Copy, one, notice.Kind))).ToList();
        Assert.Equal(notices.Count, notices.Distinct().Count());
    }

    private static Accepted Message(string id, DateTimeOffset at, Random random)
    {
        var copies = Enumerable.Range(0, random.Next(1, 4)).Select(number => Some.ToInternet(
            number, $"d{random.Next(5)}.example",
            [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => $"r{i}@{number}.example")]));
        return Some.Message(id, [.. copies]) with { At = at, From = random.Next(4) == 0 ? "" : "s@s.example" };
    }

    private sealed class Fickle(Random random) : IDeliverer
    {
        public ValueTask<DeliveryReport> DeliverAsync(DeliveryJob job, CancellationToken ct)
        {
            lock (random)
            {
                if (random.Next(10) == 0)
                {
                    throw new IOException("boom");
                }

                var isDown = random.Next(3) == 0;
                return ValueTask.FromResult(new DeliveryReport([.. job.Recipients.Select(Answer)], null)
                {
                    IsUnreachable = isDown,
                });

                Result Answer(string recipient) => new(
                    recipient,
                    isDown ? Outcome.Deferred : (Outcome)random.Next((int)Outcome.Held + 1),
                    "a reply");
            }
        }
    }
}
