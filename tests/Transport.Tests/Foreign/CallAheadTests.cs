using System.Collections.Concurrent;
using Causeway.Core;
using Causeway.Core.Addresses;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Transport.Foreign;
using Causeway.Transport.Forwarding;
using Causeway.Transport.Identity;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Foreign;

/// <summary>The next site is asked for a recipient, and what it said is remembered.</summary>
public sealed class CallAheadTests : IAsyncDisposable
{
    private static readonly EmailAddress Hopper = EmailAddress.Parse("hopper@contoso.example");

    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly FakeTimeProvider clock = new(Now);
    private readonly Scripted probe = new();
    private readonly RememberedSenders remembered = new();
    private readonly CallAhead ahead;
    private readonly SiteIdentity identity;
    private readonly Tenant tenant;

    public CallAheadTests()
    {
        ahead = new CallAhead(clock);
        ahead.Connect(probe);
        var organization = Some.Organization with
        {
            Domains =
            [
                .. Some.Organization.Domains.Select(domain => domain with
                {
                    Type = DomainType.InternalRelay,
                    UnknownTo = Some.Office,
                    RecipientsFrom = RecipientSource.CallAhead,
                }),
            ],
        };
        using var authority = OrganizationAuthority.Create(organization.Name, clock);
        identity = authority.Issue(organization, organization[Some.Cloud], clock);
        var table = new RecipientTable(
            [new Recipient { Address = Some.Ada, Kind = RecipientKind.Mailbox, Site = Some.Cloud }]);
        tenant = new Tenant(
            new InForce<Snapshot>(new Snapshot(organization, table)), Some.Cloud, new SiteCertificates(identity, null),
            remembered, clock) { Foreign = ahead };
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ForeignAnswer.Exists)]
    [InlineData(ForeignAnswer.Missing)]
    public async Task An_answer_is_asked_for_once_and_again_when_it_is_old(ForeignAnswer answer)
    {
        probe.Answer = answer;
        await AskAsync(Hopper);
        await AskAsync(Hopper);
        Assert.Equal((1, answer), (probe.Count, ahead.Answer(Hopper)));

        clock.Advance(answer == ForeignAnswer.Exists ? CallAhead.ExistsFor : CallAhead.MissingFor);
        await AskAsync(Hopper);
        Assert.Equal(2, probe.Count);
    }

    [Fact]
    public async Task Silence_is_no_answer_and_is_not_asked_for_again_at_once()
    {
        probe.Answer = ForeignAnswer.NotSaid;
        await AskAsync(Hopper);
        await AskAsync(Hopper);
        Assert.Equal((1, ForeignAnswer.NotSaid), (probe.Count, ahead.Answer(Hopper)));
        Assert.Equal(Now, State.FailingSince);

        clock.Advance(CallAhead.SilentFor);
        probe.Answer = ForeignAnswer.Exists;
        await AskAsync(Hopper);
        Assert.Equal(ForeignAnswer.Exists, ahead.Answer(Hopper));
        Assert.Null(State.FailingSince);
    }

    [Fact]
    public async Task Who_existed_goes_on_existing_while_the_site_is_silent_and_who_was_missing_does_not()
    {
        var nobody = EmailAddress.Parse("nobody@contoso.example");
        await AskAsync(Hopper);
        probe.Answer = ForeignAnswer.Missing;
        await AskAsync(nobody);

        clock.Advance(CallAhead.ExistsFor);
        probe.Answer = ForeignAnswer.NotSaid;
        await AskAsync(Hopper);
        await AskAsync(nobody);

        Assert.Equal(ForeignAnswer.Exists, ahead.Answer(Hopper));
        Assert.Equal(ForeignAnswer.NotSaid, ahead.Answer(nobody));
    }

    [Fact]
    public async Task A_session_waits_no_longer_than_the_limit()
    {
        probe.Never = true;
        var asking = AskAsync(Hopper).AsTask();
        Assert.False(asking.IsCompleted);

        clock.Advance(CallAhead.Longest);
        await asking.WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Equal(ForeignAnswer.NotSaid, ahead.Answer(Hopper));
    }

    [Fact]
    public async Task Sessions_that_want_the_same_answer_share_one_question()
    {
        probe.Never = true;
        var asking = Enumerable.Range(0, 5).Select(_ => AskAsync(Hopper).AsTask()).ToList();
        clock.Advance(CallAhead.Longest);
        await Task.WhenAll(asking).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.Equal(1, probe.Count);
    }

    [Fact]
    public async Task Nobody_is_asked_about_who_has_a_record_or_is_refused_anyway()
    {
        await AskAsync(Some.Ada);
        await AskAsync(EmailAddress.Parse("ada+news@contoso.example"));
        await AskAsync(EmailAddress.Parse("alice@fabrikam.example"));

        Assert.Equal(0, probe.Count);
    }

    public async ValueTask DisposeAsync()
    {
        await ahead.DisposeAsync();
        remembered.Dispose();
        identity.Dispose();
    }

    private SourceState State => ahead.StateOf("contoso", DomainName.Parse("contoso.example"));

    private ValueTask AskAsync(EmailAddress recipient) => ahead.AskAsync(
        tenant, new Origin.Stranger(), ReversePath.Null, recipient, Ct);

    private sealed class Scripted : IRecipientProbe
    {
        private readonly ConcurrentBag<EmailAddress> asked = [];

        public ForeignAnswer Answer { get; set; } = ForeignAnswer.Exists;

        public bool Never { get; set; }

        public int Count => asked.Count;

        public async Task<ProbeAnswer> ProbeAsync(
            Tenant tenant, SiteName site, EmailAddress recipient, CancellationToken ct)
        {
            asked.Add(recipient);
            if (Never)
            {
                await new TaskCompletionSource().Task.WaitAsync(ct);
            }

            return new ProbeAnswer(Answer, "as the test says");
        }
    }
}
