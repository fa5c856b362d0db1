using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Causeway.Authentication.Srs;
using Causeway.Core.Addresses;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Authentication.Tests.Srs;

/// <summary>Mail::SRS, by vectors that it made and beside it: the same secret, the same addresses.</summary>
public sealed class MailSrsTests
{
    private const int DigitsOfMailSrs = 4;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Fact]
    public void Its_guarded_addresses_are_ours_and_all_of_them_are_read()
    {
        var vectors = Vectors();
        Assert.SkipWhen(vectors is null, "The folder shared/data/srs is not beside the repository.");
        Assert.Equal(54, vectors.Length);
        foreach (var vector in vectors)
        {
            var ours = Of(vector.Secret, DateTimeOffset.UnixEpoch.AddDays(vector.EpochDay));
            if (vector.Class == "Guarded")
            {
                // Behind the tag we write "=", and read the others too.
                var address = ours.Rewrite(EmailAddress.Parse(vector.Input), DomainName.Parse(vector.Alias))!.Value;
                Assert.Equal($"{vector.Forward[..4]}={vector.Forward[5..]}", address.ToString());
            }

            if (!EmailAddress.TryParse(vector.Forward, out var forward))
            {
                // The reversible form grows with each forwarder, beyond what is an address.
                Assert.True(vector is { Class: "Reversible" } && vector.Forward.IndexOf('@') > 64, vector.Forward);
                continue;
            }

            Assert.True(SrsAddress.TryParse(forward, out var parts), vector.Forward);
            Assert.Equal(SrsVerdict.Genuine, ours.Check(parts));
            Assert.Equal(EmailAddress.Parse(vector.Reverse), parts.Sender);
        }
    }

    [Theory]
    [InlineData("alice@fabrikam.example")]
    [InlineData("o'brien+x=y@sub.fabrikam.example")]
    [InlineData("SRS0=HHH=TT=orig.example=user@fwd1.example")]
    [InlineData("SRS1=HHH=fwd1.example==HHH=TT=orig.example=user@fwd2.example")]
    public async Task It_reads_what_we_write_and_writes_what_we_write(string sender)
    {
        var now = TimeProvider.System.GetUtcNow();
        var ours = Of("our secret", now)
            .Rewrite(EmailAddress.Parse(sender), DomainName.Parse("contoso.example"))!.Value;

        Assert.Equal(ours.ToString(), await SrsAsync("forward", sender));
        Assert.Equal(
            sender.StartsWith("SRS1", StringComparison.Ordinal)
                ? "SRS0=HHH=TT=orig.example=user@fwd1.example" : sender,
            await SrsAsync("reverse", ours.ToString()));
    }

    private static SenderRewriting Of(string secret, DateTimeOffset now) => new(
        new SrsKey(Encoding.UTF8.GetBytes(secret), DigitsOfMailSrs), new FakeTimeProvider(now));

    private static async Task<string> SrsAsync(string what, string address)
    {
        const string Program = "my $srs = Mail::SRS->new(Secret => 'our secret', HashLength => 4); "
            + "print $ARGV[0] eq 'forward' ? $srs->forward($ARGV[1], 'contoso.example') : $srs->reverse($ARGV[1]);";
        using var srs = Process.Start(new ProcessStartInfo("perl", ["-MMail::SRS", "-e", Program, what, address])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = await srs.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await srs.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await srs.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(srs.ExitCode == 0, error);
        return output.Trim();
    }

    private static Vector[]? Vectors()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var path = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "srs", "vectors.json"));
                return File.Exists(path) ? JsonSerializer.Deserialize<Vector[]>(File.ReadAllText(path), Web) : null;
            }
        }

        return null;
    }

    private sealed record Vector(
        string Alias, string Class, int EpochDay, string Forward, string Input, string Reverse, string Secret);
}
