using Causeway.Keeping.Verification;
using Causeway.Queue.Facts;
using Causeway.Queue.Spooling;
using Causeway.Storage;

namespace Causeway.Keeping.Tests;

/// <summary>Whatever octet of a site's data changes, the check notices, and names the message concerned.</summary>
public sealed class VerifyTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_sound_site_is_good_and_all_its_mail_was_compared()
    {
        using var site = await DamagedSite.CreateAsync();

        var report = await site.VerifyAsync();

        Assert.True(report.IsGood, string.Join('\n', report.Findings));
        Assert.Empty(report.Findings);
        Assert.Equal((7, 2, 1), (report.Facts, report.Queued, report.Mailboxes));
        Assert.Equal((2, 2), (report.Messages, report.Compared));
    }

    [Fact]
    public async Task A_message_that_its_owner_read_meanwhile_is_found_under_its_new_name()
    {
        using var site = await DamagedSite.CreateAsync();
        var disk = new FolderDisk(site.Folder);
        var before = Path.GetRelativePath(
            site.Folder, site.Files().First(file => file.Contains("/new/", StringComparison.Ordinal)));
        var after = before.Replace("/new/", "/cur/", StringComparison.Ordinal) + ":2,S";
        Assert.Equal(before, MovedMessage.Find(disk, before));

        File.Move(site.In(before), site.In(after));
        Assert.Equal(after, MovedMessage.Find(disk, before));

        File.Delete(site.In(after));
        Assert.Null(MovedMessage.Find(disk, before));
    }

    [Fact]
    public async Task An_octet_that_is_changed_anywhere_is_noticed_or_belongs_to_mail_that_is_not_needed()
    {
        using var site = await DamagedSite.CreateAsync();
        var about = await MessagesAsync(site);
        var (changed, irrelevant) = (0, 0);
        foreach (var path in site.Files().Where(file => Path.GetFileName(file) is not ("lock" or "format")))
        {
            var octets = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            for (var at = 0; at < octets.Length; at++)
            {
                var old = octets[at];
                octets[at] ^= (byte)(1 << (at % 8));
                await File.WriteAllBytesAsync(path, octets, TestContext.Current.CancellationToken);
                var report = await site.VerifyAsync();
                octets[at] = old;
                changed++;
                if (report.IsGood)
                {
                    // The octets of message 0, which is at its end: the mailbox has them.
                    Assert.True(IsOfFinishedMessage(site, path, at), $"{path}, octet {at}");
                    irrelevant++;
                }
                else
                {
                    AssertNames(site, path, at, about, report);
                }
            }

            await File.WriteAllBytesAsync(path, octets, TestContext.Current.CancellationToken);
        }

        output.WriteLine($"{changed} octets changed, one by one; {irrelevant} belong to mail that is not needed");
        Assert.True((await site.VerifyAsync()).IsGood);
        Assert.True(changed > 3000 && irrelevant is > 0 and < 100, $"{changed} changed, {irrelevant} irrelevant");
    }

    [Fact]
    public async Task A_changed_octet_of_the_version_makes_it_one_that_is_refused_or_upgraded_again()
    {
        using var site = await DamagedSite.CreateAsync();
        for (var bit = 0; bit < 16; bit++)
        {
            byte[] octets = [(byte)'3', (byte)'\n'];
            octets[bit / 8] ^= (byte)(1 << (bit % 8));
            if (octets is [(byte)'2', (byte)'\n'])
            {
                // The version before: data of this one are brought to it once more, which changes nothing.
                continue;
            }

            await File.WriteAllBytesAsync(site.In("format"), octets, TestContext.Current.CancellationToken);

            var fault = Assert.ThrowsAny<Exception>(() => DataFormat.Check(site.Folder));
            Assert.Contains(site.In("format"), fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mailboxes/ada@contoso.example/address")]
    [InlineData("audit.log")]
    [InlineData("audit.head")]
    [InlineData("spool/bodies/0000000001")]
    public async Task A_file_that_is_gone_is_damage(string file)
    {
        using var site = await DamagedSite.CreateAsync();
        File.Delete(site.In(file));

        Assert.Contains((await site.VerifyAsync()).Findings, finding => finding.IsDamage);
    }

    [Fact]
    public async Task A_message_that_is_gone_from_its_mailbox_is_said_for_its_owner_may_have_deleted_it()
    {
        using var site = await DamagedSite.CreateAsync();
        File.Delete(site.Files().First(file => file.Contains("/new/", StringComparison.Ordinal)));

        var report = await site.VerifyAsync();

        var finding = Assert.Single(report.Findings);
        Assert.False(finding.IsDamage);
        Assert.Equal(DamagedSite.TraceId(0), Assert.Single(finding.Affected).TraceId);
    }

    /// <summary>Which message an octet of a file is about.</summary>
    private static async Task<Func<string, int, int>> MessagesAsync(DamagedSite site)
    {
        var (facts, bodies) = (new List<(long Until, int Message)>(), new List<(long Until, int Message)>());
        await foreach (var (fact, next) in FactLog.ReadAsync(
            new FolderDisk(site.In("spool")), default, TestContext.Current.CancellationToken))
        {
            var id = fact switch { Accepted one => one.Id, Attempted one => one.Id, Ended one => one.Id, _ => "" };
            facts.Add((next.Offset, id[^1] - '0'));
            if (fact is Accepted { Body: [var body] })
            {
                bodies.Add((body.Offset + body.Length, id[^1] - '0'));
            }
        }

        return (path, at) => path == site.In("spool/facts/0000000001") ? facts.First(one => at < one.Until).Message
            : path == site.In("spool/bodies/0000000001") ? bodies.First(one => at < one.Until).Message
            : path[path.LastIndexOf('C') - 1] - '0';
    }

    private static bool IsOfFinishedMessage(DamagedSite site, string path, int at) =>
        path == site.In("spool/bodies/0000000001") && at < 58;

    private static void AssertNames(
        DamagedSite site, string path, int at, Func<string, int, int> about, SiteReport report)
    {
        var damage = report.Findings.Where(finding => finding.IsDamage).ToList();
        Assert.Contains(
            damage,
            finding => site.In(finding.File) == path || path.Contains("/audit.", StringComparison.Ordinal));
        if (path.Contains("/spool/", StringComparison.Ordinal) || path.Contains("/new/", StringComparison.Ordinal))
        {
            // A name that itself was changed is read as it is now; the other one is still right.
            var number = about(path, at);
            Assert.True(
                damage.SelectMany(finding => finding.Affected).Any(message =>
                    message.TraceId == DamagedSite.TraceId(number) || message.MessageId == $"<{number}@test>"),
                $"{path}, octet {at}, message {number}: "
                + string.Join("; ", damage.Select(one => $"{one.Found} {string.Join(", ", one.Affected)}")));
        }
    }
}
