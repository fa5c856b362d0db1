using Causeway.Authentication.Dkim;
using Causeway.Core.Addresses;
using Causeway.Transport.Signing;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Signing;

public sealed class KeyRotationTests : IDisposable
{
    private static readonly DomainName Contoso = DomainName.Parse("contoso.example");

    private readonly string parent = Directory.CreateTempSubdirectory("causeway-dkim-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 28, 9, 30, 15, 500, TimeSpan.Zero));

    private KeyFolder Folder => new(parent, Contoso);

    private KeyRotation Rotation => new(Some.Organization[Some.Cloud], Contoso, [Folder], clock);

    public void Dispose() => Directory.Delete(parent, recursive: true);

    [Fact]
    public void The_first_key_signs_at_once()
    {
        var (key, path) = Assert.Single(Rotation.Run().Made);

        Assert.Equal(Path.Combine(parent, "contoso.example", "cloud-20261128.key"), path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(
            ("cloud-20261128", SigningAlgorithm.RsaSha256, clock.GetUtcNow().AddMilliseconds(-500)),
            (key.Key.Selector, key.Key.Algorithm, key.SignsFrom));
        Assert.Equal("cloud-20261128._domainkey.contoso.example", key.Key.RecordName);
        Assert.Equal("cloud-20261128 signing", States());
    }

    [Fact]
    public void The_next_key_signs_in_two_days_and_the_one_before_stays_a_week_longer()
    {
        Rotation.Run();
        clock.Advance(TimeSpan.FromDays(90));
        Rotation.Run();
        Assert.Equal("cloud-20261128 signing, cloud-20270226 waiting", States());

        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("cloud-20261128 retiring, cloud-20270226 signing", States());

        clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal("cloud-20261128 removable, cloud-20270226 signing", States());
        var last = Rotation.Run();
        Assert.Equal(["cloud-20261128.key"], last.Removed.Select(Path.GetFileName));
        Assert.Equal("cloud-20270226 signing, cloud-20270307 waiting", States());
    }

    [Fact]
    public void A_key_that_lies_elsewhere_is_no_reason_to_sign_with_an_unpublished_one()
    {
        Rotation.Run();
        clock.Advance(TimeSpan.FromDays(90));
        var own = new KeyFolder(Path.Combine(parent, "own"), Contoso);
        var rotation = new KeyRotation(Some.Organization[Some.Cloud], Contoso, [own, Folder], clock);

        var (key, path) = Assert.Single(rotation.Run().Made);
        Assert.Equal(own.Path, Path.GetDirectoryName(path));
        Assert.Equal(key.Created + KeySchedule.Lead, key.SignsFrom);
        Assert.Equal("cloud-20261128 signing", States());

        own.Add(Folder.Read().Single());
        clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(2, rotation.Run().Removed.Length);
        Assert.Empty(Folder.Read());
    }

    [Fact]
    public void While_a_key_waits_no_other_is_made_unless_one_is_needed_at_once()
    {
        Rotation.Run();
        Rotation.Run();
        var again = Rotation.Run();
        Assert.Equal((0, "cloud-20261128-2"), (again.Made.Length, Assert.Single(again.Waiting).Selector));

        Assert.Single(Rotation.Run(atOnce: true).Made);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("cloud-20261128 retiring, cloud-20261128-3 signing, cloud-20261128-2 waiting", States());
    }

    [Fact]
    public void A_second_algorithm_begins_when_its_record_is_known_and_is_rotated_with_the_first()
    {
        Rotation.Run();
        var second = Rotation.Run(withEd25519: true);
        Assert.Equal(
            ["cloud-20261128-2", "cloud-20261128-ed"], second.Made.Select(made => made.Key.Key.Selector));
        clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(2, Rotation.Run().Made.Length);
    }

    [Fact]
    public void A_key_is_read_as_it_was_written()
    {
        var made = Assert.Single(Rotation.Run().Made).Key;
        var read = Assert.Single(Folder.Read());
        Assert.Equal(
            (made.Dates, made.Key.Record, made.ToText()), (read.Dates, read.Key.Record, read.ToText()));
    }

    [Theory]
    [InlineData("created", "made")]
    [InlineData("signs-from: 2026", "signs-from: x")]
    [InlineData("PRIVATE", "PUBLIC")]
    public void What_is_no_key_is_named(string old, string changed)
    {
        var path = Assert.Single(Rotation.Run().Made).Path;
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, changed, StringComparison.Ordinal));
        Assert.StartsWith($"{path} is no DKIM key: ",
            Assert.Throws<InvalidDataException>(() => Folder.Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_of_other_names_than_domains_hold_no_keys()
    {
        Directory.CreateDirectory(Path.Combine(parent, "no domain"));
        Rotation.Run();
        Assert.Equal([Folder.Path], KeyFolder.Below(parent).Select(folder => folder.Path));
        Assert.Empty(KeyFolder.Below(Path.Combine(parent, "nothing")));
    }

    private string States() => string.Join(", ", KeySchedule
        .At(Folder.Read().Select(key => key.Dates), KeySchedule.Overlap(TimeSpan.FromDays(5)), clock.GetUtcNow())
        .Select(turn => $"{turn.Dates.Selector} {turn.State.ToString().ToLowerInvariant()}"));
}
