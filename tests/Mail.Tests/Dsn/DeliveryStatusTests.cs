using System.Text.Json;
using Causeway.Mail.Dsn;

namespace Causeway.Mail.Tests.Dsn;

/// <summary>
/// Notifications of sixty other mail systems, as sisimai (BSD-2-Clause) collects them: the statuses that we read are
/// those that it expects, or those that stand in the report where sisimai says better than the report.
/// </summary>
public sealed class DeliveryStatusTests
{
    private static readonly string? Folder = FindFolder();

    [Fact]
    public void A_notification_is_read_to_its_fields()
    {
        var status = DeliveryStatus.Read(Header.Octets(Report("message/delivery-status", "=_x")))!;
        Assert.Equal("dns; mail.example", status.Message["reporting-mta"]);
        Assert.Equal(["5.1.1", "4.2.2"], status.Recipients.Select(recipient => recipient["STATUS"]));
        Assert.Equal("smtp; 550 folded text", status.Recipients[0]["Diagnostic-Code"]);
    }

    [Fact]
    public void A_report_within_another_part_is_found()
    {
        var inner = Report("message/delivery-status", "=_x");
        var status = DeliveryStatus.Read(
            Header.Octets($"Content-Type: multipart/mixed; boundary=outer\n\n--outer\n{inner}\n--outer--\n"));
        Assert.Equal(2, status?.Recipients.Length);
    }

    [Theory]
    [InlineData("Subject: x\n\nStatus: 5.1.1\n")]
    [InlineData("Content-Type: multipart/report\n\n--\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n")]
    [InlineData("")]
    public void What_is_no_report_is_none(string message) =>
        Assert.Null(DeliveryStatus.Read(Header.Octets(message)));

    [Fact]
    public void Nesting_has_an_end()
    {
        var message = Report("message/delivery-status", "=_x");
        for (var i = 0; i < 10; i++)
        {
            message = $"Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n{message}\n--b{i}--\n";
        }

        Assert.Null(DeliveryStatus.Read(Header.Octets(message)));
    }

    [Fact]
    public void Reports_of_other_systems_are_read()
    {
        Assert.SkipWhen(Folder is null, "the collection of notifications is not there");
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, "expected.json")));
        var (read, alike) = (0, 0);
        foreach (var file in Directory.GetFiles(Path.Combine(Folder!, "maildir"), "*.eml"))
        {
            if (DeliveryStatus.Read(File.ReadAllBytes(file)) is { } status
                && expected.RootElement.TryGetProperty(Path.GetFileName(file), out var rows))
            {
                read++;
                var ours = status.Recipients.Select(recipient => recipient.GetValueOrDefault("Status")?.Split(' ')[0]);
                alike += ours.SequenceEqual(rows.EnumerateArray().Select(row => row.GetProperty("status").GetString()))
                    ? 1 : 0;
            }
        }

        // 149 of them have the part; in the others that differ sisimai corrects the report by its text.
        Assert.True(read >= 140, $"{read} were read");
        Assert.True(alike >= 115, $"{alike} of {read} are as expected");
    }

    private static string Report(string type, string boundary) => $"""
        Content-Type: multipart/report; report-type=delivery-status;
         boundary="{boundary}"

        --{boundary}
        Content-Type: text/plain

        Status: 5.9.9
        --{boundary}
        Content-Type: {type}

        Reporting-MTA: dns; mail.example

        Final-Recipient: rfc822; a@b.example
        Status: 5.1.1
        Diagnostic-Code: smtp; 550
          folded text

        Final-Recipient: rfc822; c@b.example
        Status: 4.2.2
        --{boundary}--

        """;

    private static string? FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Causeway.slnx")))
            {
                var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "dsn-sisimai"));
                return Directory.Exists(folder) ? folder : null;
            }
        }

        return null;
    }
}
