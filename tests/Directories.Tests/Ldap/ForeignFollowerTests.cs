using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Directories.Ldap;
using Causeway.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Directories.Tests.Ldap;

/// <summary>What was read last counts until something better comes, over restarts as well.</summary>
public sealed class ForeignFollowerTests : IDisposable
{
    private static readonly EmailAddress Ada = EmailAddress.Parse("ada@contoso.example");
    private static readonly EmailAddress Nobody = EmailAddress.Parse("nobody@contoso.example");
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Limit = TimeSpan.FromDays(1);

    private readonly string folder = Directory.CreateTempSubdirectory("causeway-foreign-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private volatile IReadOnlySet<EmailAddress>? there = new HashSet<EmailAddress> { Ada };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Who_is_in_the_copy_exists_and_who_is_not_does_not()
    {
        await using var follower = await StartAsync();

        Assert.Equal(ForeignAnswer.Exists, follower.Answer(Ada));
        Assert.Equal(ForeignAnswer.Exists, follower.Answer(EmailAddress.Parse("ADA+news@contoso.example")));
        Assert.Equal(ForeignAnswer.Missing, follower.Answer(Nobody));
    }

    [Fact]
    public async Task A_copy_that_is_too_old_says_who_exists_and_not_who_does_not()
    {
        await using var follower = await StartAsync();
        there = null;
        clock.Advance(Limit);

        Assert.Equal(ForeignAnswer.Exists, follower.Answer(Ada));
        Assert.Equal(ForeignAnswer.NotSaid, follower.Answer(Nobody));
    }

    [Fact]
    public async Task The_last_good_copy_outlives_a_restart_with_its_age()
    {
        await using (await StartAsync())
        {
            there = null;
        }

        var before = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(3));
        await using var follower = await StartAsync();

        Assert.Equal(before, follower.State.Table!.At);
        Assert.Equal(ForeignAnswer.Exists, follower.Answer(Ada));
        Assert.Equal(clock.GetUtcNow(), follower.State.FailingSince);
        Assert.Equal("nobody is there", follower.State.Why);
    }

    [Fact]
    public async Task Nobody_at_all_is_not_believed_where_there_was_somebody()
    {
        await using (await StartAsync())
        {
            there = new HashSet<EmailAddress>();
        }

        await using var follower = New();
        await UntilAsync(() => follower.State.FailingSince is not null);

        Assert.Equal(ForeignAnswer.Exists, follower.Answer(Ada));
        Assert.Contains("no address is found any more", follower.State.Why, StringComparison.Ordinal);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Yield();
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<ForeignFollower> StartAsync()
    {
        var follower = New();
        await UntilAsync(() => follower.State is { Table: not null }
            && (there is null) == (follower.State.FailingSince is not null));
        return follower;
    }

    private ForeignFollower New() => new(
        () => there ?? throw new IOException("nobody is there"),
        new ForeignFile(new FolderDisk(folder), "contoso"), Every, Limit, clock);
}
