using System.Collections.Immutable;
using Causeway.Core.Topology;
using Causeway.Watching.Targets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Watching.Tests;

/// <summary>Whom a watch tells after its files were read again.</summary>
public sealed class SiteWatchTests : IDisposable
{
    private readonly FakeTimeProvider clock = new(Some.Now);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_target_whose_settings_are_as_they_were_goes_on_with_what_it_did_not_tell()
    {
        // Nothing listens at port 9 of this name: the news are tried again for a while.
        var (told, mended) = (Webhook("http://nobody.invalid:9/a"), Webhook("http://nobody.invalid:9/b"));
        await using var watch = NewWatch([told]);

        await watch.RetargetAsync([Webhook("http://nobody.invalid:9/a"), Command("true")]);
        Assert.Equal(2, watch.Look().Observation.Targets.Length);
        told.Add(new(Alerts.AlertEvent.Raised, Some.Now, Some.Alert()));

        await watch.RetargetAsync([mended]);
        Assert.Single(watch.Look().Observation.Targets);
        Assert.Equal("disk", Assert.Single(mended.Untold).Alert.Subject);
    }

    [Fact]
    public void The_same_settings_are_the_same_target()
    {
        Assert.True(new WebhookTarget(new Uri("http://a.example/1"), clock).IsSameAs(
            new WebhookTarget(new Uri("http://a.example/1"), clock)));
        Assert.False(new WebhookTarget(new Uri("http://a.example/1"), clock).IsSameAs(
            new WebhookTarget(new Uri("http://a.example/2"), clock)));
        Assert.True(new CommandTarget(["a", "b"], clock).IsSameAs(new CommandTarget(["a", "b"], clock)));
        Assert.False(new CommandTarget(["a", "b"], clock).IsSameAs(new CommandTarget(["a", "c"], clock)));
        Assert.False(new CommandTarget(["a"], clock).IsSameAs(new WebhookTarget(new Uri("http://a.example/"), clock)));
    }

    private TargetQueue Webhook(string url) =>
        new("contoso", new WebhookTarget(new Uri(url), clock), clock, NullLogger.Instance);

    private TargetQueue Command(string program) =>
        new("contoso", new CommandTarget([program], clock), clock, NullLogger.Instance);

    private SiteWatch NewWatch(ImmutableArray<TargetQueue> targets)
    {
        IReadOnlyList<(string, AlertPolicy)> policies = [("contoso", Some.Policy)];
        return new SiteWatch(
            Some.Observation, () => policies, targets,
            new StatusFile(Path.Combine(folder.FullName, "status.json"), NullLogger.Instance), null, clock,
            NullLogger<SiteWatch>.Instance);
    }
}
