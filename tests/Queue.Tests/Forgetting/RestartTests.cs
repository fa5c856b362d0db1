using Causeway.Ledger.Forgetting;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;

namespace Causeway.Queue.Tests.Forgetting;

/// <summary>
/// The process dies, is started again, and later the power fails: what the second run found and built on was not
/// durable by itself.
/// </summary>
public sealed class RestartTests
{
    private static readonly SpoolOptions Small = new() { BodySegmentOctets = 700, FactSegmentOctets = 900 };

    [Fact]
    public async Task What_is_committed_after_the_death_of_a_process_survives_the_loss_of_power()
    {
        for (var operation = 1; operation < 40; operation++)
        {
            var history = await RestartAsync(operation);
            Assert.Contains(history.Messages, message => message.Id == "After");
        }
    }

    [Fact]
    public async Task A_message_that_is_found_after_the_death_of_a_process_keeps_its_octets_when_the_power_fails()
    {
        for (var operation = 1; operation < 40; operation++)
        {
            var history = await RestartAsync(operation);
            Assert.All(history.Octets, octets => Assert.Equal(Some.Octets(400), octets));
        }
    }

    private static async Task<(List<Accepted> Messages, List<byte[]> Octets)> RestartAsync(int operation)
    {
        var disk = new ForgetfulDisk(operation);
        await CommitUntilItDiesAsync(disk);
        var restarted = disk.Restart(Survival.OfProcessDeath);
        await using (var spool = await Some.SpoolAsync(restarted, Small))
        {
            await Some.CommitAsync(spool, Some.Message("After"), Some.Octets(400));
            await Some.CommitAsync(spool, Some.Message("Later"), Some.Octets(400));
        }

        await using var last = await Some.SpoolAsync(restarted.Restart(Survival.OfPowerLoss(0)), Small);
        var messages = (await Some.HistoryAsync(last)).Cast<Accepted>().ToList();
        var octets = new List<byte[]>();
        foreach (var message in messages)
        {
            octets.Add(await Some.ReadAsync(last, message));
        }

        return (messages, octets);
    }

    private static async Task CommitUntilItDiesAsync(ForgetfulDisk disk)
    {
        try
        {
            await using var spool = await Some.SpoolAsync(disk, Small);
            for (var i = 0; i < 6; i++)
            {
                await Some.CommitAsync(spool, Some.Message($"M{i}"), Some.Octets(400));
            }
        }
        catch (IOException)
        {
            // It died.
        }
    }
}
