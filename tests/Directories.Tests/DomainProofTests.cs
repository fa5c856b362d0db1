using Causeway.Core.Addresses;
using Causeway.Ledger.Forgetting;

namespace Causeway.Directories.Tests;

/// <summary>Which domains are proved: known at the primary, told to its copies, kept over restarts.</summary>
public sealed class DomainProofTests
{
    private static readonly DomainName Contoso = DomainName.Parse("contoso.example");
    private static readonly DomainName Tailspin = DomainName.Parse("tailspin.example");
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DomainProof Proof = new(ProofSource.Mx, Noon, Noon.AddHours(1), Noon.AddHours(2));

    private readonly ForgetfulDisk disk = new();

    [Fact]
    public async Task What_is_known_of_a_domain_is_there_after_a_restart()
    {
        using (var store = await OpenAsync(disk))
        {
            store.ChangeDomains(Some.Organization, _ => [new(Contoso, Proof), new(Tailspin, Proof)]);
            store.ChangeDomains(Some.Organization, _ => [new(Tailspin, null)]);
            store.ChangeDomains(Some.Organization, _ => []);
        }

        using var again = await OpenAsync(disk);
        Assert.Equal(Proof, Assert.Single(again.State().Domains).Value);
        Assert.Equal(2, again.State().Position.Number);
        Assert.False(again.State().KnowsRecipients);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copies_are_told_of_domains_with_everything_else(bool isFilter)
    {
        var view = isFilter ? DirectoryView.Addresses : DirectoryView.Full;
        using var primary = await OpenAsync(disk);
        using var copy = await OpenAsync(new ForgetfulDisk());
        primary.ChangeDomains(Some.Organization, _ => [new(Contoso, Proof)]);
        Follow(primary, copy, view);
        Assert.Equal(Proof, copy.State().Domains[Contoso]);
        Assert.False(copy.State().KnowsRecipients);

        primary.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        primary.ChangeDomains(Some.Organization, _ => [new(Tailspin, Proof), new(Contoso, null)]);
        Follow(primary, copy, view);
        Assert.Equal([Tailspin], copy.State().Domains.Keys);
        Assert.Equal(1, copy.State().Count);
        Assert.Empty(primary.Since(Some.Organization, copy.State().Position, view));

        // And to one that comes later, the whole.
        using var late = await OpenAsync(new ForgetfulDisk());
        Follow(primary, late, view);
        Assert.Equal([Tailspin], late.State().Domains.Keys);
        Assert.Equal(1, late.State().Count);
    }

    [Fact]
    public async Task A_primary_that_knows_domains_alone_takes_no_recipients_from_a_copy_until_it_knows_some()
    {
        using var primary = await OpenAsync(disk);
        using var copy = await OpenAsync(new ForgetfulDisk());
        copy.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        primary.ChangeDomains(Some.Organization, _ => [new(Contoso, Proof)]);
        Follow(primary, copy, DirectoryView.Full);
        Assert.True(copy.State().KnowsRecipients);
        Assert.NotNull(copy.State().Find(Some.Address("ada")));

        primary.Order(new DirectoryEdit.Add(Some.Mailbox("eve")));
        Follow(primary, copy, DirectoryView.Full);
        Assert.Equal(primary.State().Text(), copy.State().Text());
    }

    [Fact]
    public async Task What_a_copy_took_over_stays_until_the_primary_says_something_of_domains()
    {
        using var primary = await OpenAsync(disk);
        using var copy = await OpenAsync(new ForgetfulDisk());
        primary.Order(new DirectoryEdit.Add(Some.Mailbox("ada")));
        Follow(primary, copy, DirectoryView.Full);
        copy.AssumeDomains(Some.Organization, [new(Contoso, Proof), new(Tailspin, Proof)]);
        Assert.Equal(primary.State().Position, copy.State().Position);

        // A primary of the version before writes neither word.
        foreach (var batch in primary.Since(Some.Organization, DirectoryPosition.Start, DirectoryView.Full))
        {
            Assert.True(copy.TryTake(batch with { Domains = null }, out var why), why);
        }

        Assert.Equal(2, copy.State().Domains.Count);
        Assert.Equal(1, copy.State().Count);

        primary.ChangeDomains(Some.Organization, _ => [new(Contoso, Proof)]);
        foreach (var batch in primary.Since(Some.Organization, DirectoryPosition.Start, DirectoryView.Full))
        {
            Assert.True(copy.TryTake(batch, out var why), why);
        }

        Assert.Equal([Contoso], copy.State().Domains.Keys);
    }

    [Fact]
    public void A_proof_that_was_never_seen_is_never_missed()
    {
        var taken = new DomainProof(ProofSource.Upgrade, Noon, null, null);
        Assert.Equal(taken, taken.Missed(Noon.AddDays(1)));

        var seen = taken.Seen(ProofSource.Txt, Noon.AddDays(2));
        Assert.Equal((Noon, ProofSource.Txt), (seen.Since, seen.By));
        var missed = seen.Missed(Noon.AddDays(3)).Missed(Noon.AddDays(4));
        Assert.Equal(Noon.AddDays(3), missed.MissingSince);
        Assert.Null(missed.Seen(ProofSource.Mx, Noon.AddDays(5)).MissingSince);
    }

    private static void Follow(DirectoryStore primary, DirectoryStore copy, DirectoryView view)
    {
        foreach (var batch in primary.Since(Some.Organization, copy.State().Position, view))
        {
            Assert.True(copy.TryTake(batch, out var why), why);
        }
    }

    private static ValueTask<DirectoryStore> OpenAsync(ForgetfulDisk disk) =>
        DirectoryStore.OpenAsync(disk, TestContext.Current.CancellationToken);
}
