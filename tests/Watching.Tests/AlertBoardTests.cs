using Causeway.Watching.Alerts;

namespace Causeway.Watching.Tests;

/// <summary>What is told of alerts, and how often.</summary>
public class AlertBoardTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly AlertBoard board = new(_ => Some.Policy);

    [Fact]
    public void An_alert_is_raised_once_and_cleared_once_its_cause_was_gone_for_a_while()
    {
        Assert.Equal([AlertEvent.Raised], Take(0, Some.Alert()));
        Assert.Empty(Take(1, Some.Alert()));
        Assert.Empty(Take(2));
        Assert.Single(board.Alerts);
        Assert.Equal([AlertEvent.Cleared], Take(3));
        Assert.Empty(board.Alerts);
        Assert.Empty(Take(4));
    }

    [Fact]
    public void One_that_comes_and_goes_is_told_once()
    {
        Assert.Equal([AlertEvent.Raised], Take(0, Some.Alert()));
        var told = Enumerable.Range(1, 100).SelectMany(half =>
            board.Take(half % 2 == 0 ? [Some.Alert()] : [], Some.Now + (half * Minute / 2)));
        Assert.Empty(told);
    }

    [Fact]
    public void One_that_stands_is_told_again_once_a_day_with_its_first_time()
    {
        Take(0, Some.Alert());
        var later = Some.Alert() with { Since = Some.Now.AddHours(24), Found = "more" };
        Assert.Empty(Take((24 * 60) - 1, later));
        var news = Assert.Single(board.Take([later], Some.Now.AddHours(24)));
        Assert.Equal((AlertEvent.Standing, Some.Now, "more"), (news.Event, news.Alert.Since, news.Alert.Found));
        Assert.Empty(Take((24 * 60) + 1, later));
    }

    [Fact]
    public void Another_stage_is_told_at_once()
    {
        Take(0, Some.Alert(stage: "30 days"));
        Assert.Equal([AlertEvent.Changed], Take(1, Some.Alert(stage: "14 days")));
        Assert.Empty(Take(2, Some.Alert(stage: "14 days")));
    }

    [Fact]
    public void Alerts_about_different_things_stand_apart()
    {
        Assert.Equal(2, Take(0, Some.Alert(subject: "a"), Some.Alert(subject: "b")).Count());
        Assert.Equal(2, board.Alerts.Length);
    }

    [Fact]
    public void What_stood_before_a_restart_is_not_raised_again()
    {
        board.Restore([Some.Alert()], Some.Now);
        Assert.Empty(Take(1, Some.Alert()));
        Assert.Empty(Take(2));
        Assert.Equal([AlertEvent.Cleared], Take(3));
    }

    [Fact]
    public void No_more_than_a_limit_stand()
    {
        var many = Enumerable.Range(0, AlertBoard.Most + 5).Select(number => Some.Alert(subject: $"{number}"));
        Assert.Equal(AlertBoard.Most, Take(0, [.. many]).Count());
        Assert.Equal((AlertBoard.Most, 5), (board.Alerts.Length, board.NotShown));
    }

    [Fact]
    public void One_that_is_more_severe_takes_the_place_of_the_least_severe_newest()
    {
        var many = Enumerable.Range(0, AlertBoard.Most)
            .Select(number => Some.Alert(subject: $"{number}") with { Since = Some.Now.AddSeconds(-number) }).ToList();
        Take(0, [.. many]);

        Assert.Equal([AlertEvent.Raised], Take(1, [Some.Alert(AlertTable.NeighbourDown), .. many]));

        Assert.Equal(AlertTable.NeighbourDown, board.Alerts[0].Id);
        Assert.DoesNotContain(many[0], board.Alerts);
        Assert.Equal((AlertBoard.Most, 1), (board.Alerts.Length, board.NotShown));
        Assert.Equal([AlertEvent.Raised], Take(2, [Some.Alert(AlertTable.MailRefused), .. many.Skip(1)]));
        Assert.DoesNotContain(many[1], board.Alerts);
    }

    private IEnumerable<AlertEvent> Take(int minutes, params Alert[] found) =>
        [.. board.Take(found, Some.Now + (minutes * Minute)).Select(news => news.Event)];
}
