using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Replies;
using Causeway.Mail.Dsn;
using CsCheck;
using MimeKit;

namespace Causeway.Mail.Tests.Dsn;

/// <summary>What a notification looks like, and that another reader (MimeKit) finds in it what was meant.</summary>
public sealed class DsnWriterTests
{
    private const string Golden = """
        From: Mail Delivery System <postmaster@contoso.example>
        To: <alice@fabrikam.example>
        Subject: Your message could not be delivered
        Date: Sun, 1 Mar 2026 12:00:00 +0000
        Message-ID: <0N.dsn@contoso.example>
        In-Reply-To: <1@fabrikam.example>
        References: <1@fabrikam.example>
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        	boundary="=_0N.0"
        Content-Transfer-Encoding: 7bit

        This is a report of a mail system, in parts for people and for programs.

        --=_0N.0
        Content-Type: text/plain; charset=us-ascii
        Content-Description: Notification
        Content-Transfer-Encoding: 7bit

        Your message could not be delivered.

          Subject: Lunch
          Message-ID: <1@fabrikam.example>

        <gone@contoso.example> (you wrote to list@contoso.example): not delivered;
          no further attempt is made.
          What happened: No recipient has this address.
          Who can fix it: you, the sender
          How: Correct the address, or add the recipient to the directory.
          mail.contoso.example said: 550 5.1.1 No such recipient here

        The way of the message:
          1. pc -> mx.filter.example at 2026-03-01 11:58:00 UTC
          2. mx.filter.example -> cloud.example at 2026-03-01 11:59:00 UTC

        This report was written by mail.contoso.example, site office of the mail
          system of contoso.example, where the message was 0M. Questions go to
          postmaster@contoso.example.

        --=_0N.0
        Content-Type: message/delivery-status
        Content-Description: Delivery report
        Content-Transfer-Encoding: 7bit

        Reporting-MTA: dns; mail.contoso.example
        Original-Envelope-Id: QQ 314159
        Arrival-Date: Sun, 1 Mar 2026 11:59:30 +0000

        Original-Recipient: rfc822; list@contoso.example
        Final-Recipient: rfc822; gone@contoso.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 No such recipient here
        Last-Attempt-Date: Sun, 1 Mar 2026 12:00:00 +0000

        --=_0N.0
        Content-Type: text/rfc822-headers
        Content-Description: The head of your message
        Content-Transfer-Encoding: 7bit

        Received: from mx.filter.example ([192.0.2.10]) by cloud.example with ESMTPS
          id B; Sun, 1 Mar 2026 11:59:00 +0000
        Received: from pc ([203.0.113.7]) by mx.filter.example with ESMTP id A;
          Sun, 1 Mar 2026 12:58:00 +0100
        From: <alice@fabrikam.example>
        Subject: Lunch
        Message-ID: <1@fabrikam.example>

        --=_0N.0--

        """;

    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_failure_looks_like_this() =>
        Assert.Equal(Header.Text(Header.Octets(Golden)), Written(Failure() with { EnvelopeId = "QQ+20314159" }));

    [Fact]
    public void Another_reader_finds_the_parts_and_fields()
    {
        var (report, status) = Parse(Failure());
        Assert.Equal("delivery-status", report.ReportType);
        Assert.Equal(3, report.Count);
        Assert.Equal("rfc822; gone@contoso.example", status.StatusGroups[1]["Final-Recipient"]);
        Assert.Equal("rfc822; list@contoso.example", status.StatusGroups[1]["Original-Recipient"]);
        Assert.Equal("failed", status.StatusGroups[1]["Action"]);
        Assert.IsType<TextRfc822Headers>(report[2]);
    }

    [Theory]
    [InlineData(ReturnContent.Full, DsnAction.Failed, true)]
    [InlineData(ReturnContent.Headers, DsnAction.Failed, false)]
    [InlineData(ReturnContent.Unspecified, DsnAction.Failed, false)]
    [InlineData(ReturnContent.Full, DsnAction.Delayed, false)]
    [InlineData(ReturnContent.Full, DsnAction.Delivered, false)]
    public void The_message_comes_back_whole_for_a_failure_with_RET_FULL(
        ReturnContent wish, DsnAction action, bool isWhole)
    {
        var failure = Failure();
        var (report, _) = Parse(failure with
        {
            Return = wish,
            OriginalContent = "Shall we?\r\n"u8.ToArray(),
            Recipients = [failure.Recipients[0] with { Action = action }],
        });
        Assert.Equal(isWhole, report[2] is not TextRfc822Headers);
    }

    [Fact]
    public void A_message_that_is_too_large_comes_back_as_its_head()
    {
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 70) + "\r\n", 1000)));
        var (report, _) = Parse(Failure() with { Return = ReturnContent.Full, OriginalContent = content });
        Assert.IsType<TextRfc822Headers>(report[2]);
    }

    [Fact]
    public void A_message_in_eight_bits_keeps_its_octets()
    {
        var content = Encoding.UTF8.GetBytes("Grüße\r\n");
        var octets = DsnWriter.Write(Failure() with { Return = ReturnContent.Full, OriginalContent = content });
        Assert.True(octets.AsSpan().IndexOf(content) > 0);
        Assert.Equal(2, Count(octets, "Content-Transfer-Encoding: 8bit"u8));
    }

    [Fact]
    public void A_head_in_eight_bits_is_written_in_seven()
    {
        var octets = DsnWriter.Write(Failure() with { Original = Header.Of("Subject: Grüße\nX: a=b \n\n") });
        Assert.True(Ascii.IsValid(octets));
        using var stream = new MemoryStream();
        ((MimePart)Report(octets)[2]).Content!.DecodeTo(stream, TestContext.Current.CancellationToken);
        Assert.Equal("Subject: Grüße\r\nX: a=b \r\n", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Contains("Grüße", ((TextPart)Report(octets)[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_fields_do_not_leave_in_it()
    {
        var notification = Failure() with
        {
            Original = Header.Of("X-Causeway-Trace: id=1; served=a,\n b\nSubject: x\n\n"),
            OriginalContent = "x\r\n"u8.ToArray(),
        };
        Assert.DoesNotContain("Causeway", Written(notification), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "Causeway", Written(notification with { Return = ReturnContent.Full }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_delay_says_how_long_it_is_tried()
    {
        var failure = Failure();
        var written = Written(failure with
        {
            Recipients = [failure.Recipients[0] with
            {
                Action = DsnAction.Delayed,
                Status = new EnhancedStatus(4, 4, 1),
                Reply = "451 4.4.1 The next hop does not answer (down.example)",
                RetriesUntil = Noon.AddDays(4),
            }],
        });
        Assert.Contains("\r\nAction: delayed\r\nStatus: 4.4.1\r\n", written, StringComparison.Ordinal);
        Assert.Contains("\r\nWill-Retry-Until: Thu, 5 Mar 2026 12:00:00 +0000\r\n", written, StringComparison.Ordinal);
        Assert.Contains("  You need not send it again.\r\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_is_named()
    {
        var failure = Failure();
        var written = Written(failure with
        {
            Recipients = [failure.Recipients[0] with
            {
                Reply = "554 5.4.14 Mail loop: this recipient was served here before",
                SaidBy = "cloud",
                Circle = ["cloud", "office", "cloud"],
            }],
        });
        Assert.Contains("  The circle: cloud -> office -> cloud\r\n", written, StringComparison.Ordinal);
        Assert.Contains("the administrator of site cloud,", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 5.1.1 x", "you, the sender")]
    [InlineData("552 5.2.2 x", "the recipient, or whoever runs the recipient's mail system")]
    [InlineData("554 5.7.23 x", "the administrator of site office,")]
    [InlineData("554 5.0.0 x", "the recipient, or whoever runs the recipient's mail system")]
    public void What_others_say_is_put_into_plain_words(string reply, string who)
    {
        Assert.True(EnhancedStatus.TryParse(reply.Split(' ')[1], out var status));
        var failure = Failure();
        var written = Written(failure with
        {
            Recipients = [failure.Recipients[0] with
            {
                SaidBy = null, RemoteHost = "mx.other.example", Reply = reply, Status = status,
            }],
        });
        Assert.Contains($"Who can fix it: {who}", written, StringComparison.Ordinal);
        Assert.Contains($"mx.other.example said: {reply}", written, StringComparison.Ordinal);
        Assert.Contains("\r\nRemote-MTA: dns; mx.other.example\r\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_beyond_ascii_keeps_the_report_in_seven_bits()
    {
        var failure = Failure();
        var written = Written(failure with
        {
            Recipients = [failure.Recipients[0] with { Final = EmailAddress.Parse("grün@contoso.example") }],
        });
        Assert.Contains("Final-Recipient: utf-8; gr\\x{FC}n@contoso.example\r\n", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rfc822;a+2Bb@c.example", "rfc822; a+b@c.example")]
    [InlineData("x400;/g=a", "x400; /g=a")]
    [InlineData("rfc822;a+0D+0AAction:+20delivered", null)]
    [InlineData("rfc822;a+", null)]
    [InlineData("rfc822", null)]
    [InlineData(";a@b", null)]
    public void ORCPT_comes_back_decoded_where_it_is_valid(string parameter, string? expected)
    {
        var failure = Failure();
        var (_, status) = Parse(failure with
        {
            Recipients = [failure.Recipients[0] with { Original = parameter }],
        });
        Assert.Equal(expected, status.StatusGroups[1]["Original-Recipient"]);
        Assert.Equal("failed", status.StatusGroups[1]["Action"]);
    }

    [Fact]
    public void Nothing_that_a_peer_said_adds_a_field_or_a_part() =>
        Gen.Char["ab \r\n\t:;-=_.<>\0é\u202e0N"].Array[0, 900].Select(said => new string(said)).Sample(said =>
        {
            var failure = Failure();
            var octets = DsnWriter.Write(failure with
            {
                EnvelopeId = said,
                Recipients = [failure.Recipients[0] with
                {
                    Reply = said + "\r\nAction: delivered\r\n\r\n--=_0N.0--",
                    Original = said,
                    RemoteHost = said,
                    SaidBy = null,
                }],
            });
            var report = Report(octets);
            var status = ((MessageDeliveryStatus)report[1]).StatusGroups;
            return report.Count == 3 && status.Count == 2 && status[1]["Action"] == "failed"
                && Ascii.IsValid(octets) && Lines(octets).All(line => line.Length <= 998 && !line.Contains('\r'));
        });

    [Fact]
    public void Nothing_that_a_sender_wrote_adds_a_field_or_a_part() =>
        Gen.Char["ab \n\t:-=_0N.?<>é"].Array[0, 500].Select(said => new string(said)).Sample(said =>
        {
            var original = Header.Of(
                $"Subject: {said}\nMessage-ID: {said}\nDate: {said}\nReceived: from {said} by {said}\n\n");
            var octets = DsnWriter.Write(Failure() with { Original = original, OriginalContent = default });
            return Report(octets).Count == 3 && Lines(octets).All(line => line.Length <= 998);
        });

    private static Notification Failure() => new()
    {
        To = EmailAddress.Parse("alice@fabrikam.example"),
        From = EmailAddress.Parse("postmaster@contoso.example"),
        ReportingHost = "mail.contoso.example",
        Site = "office",
        Id = "0N",
        At = Noon,
        ArrivedAt = Noon.AddSeconds(-30),
        OriginalId = "0M",
        Original = Header.Of("""
            X-Causeway-Trace: id=1
            Received: from mx.filter.example ([192.0.2.10]) by cloud.example with ESMTPS
              id B; Sun, 1 Mar 2026 11:59:00 +0000
            Received: from pc ([203.0.113.7]) by mx.filter.example with ESMTP id A;
              Sun, 1 Mar 2026 12:58:00 +0100
            From: <alice@fabrikam.example>
            Subject: Lunch
            Message-ID: <1@fabrikam.example>


            """),
        Recipients =
        [
            new NotificationRecipient
            {
                Final = EmailAddress.Parse("gone@contoso.example"),
                Original = "rfc822;list@contoso.example",
                Action = DsnAction.Failed,
                Status = new EnhancedStatus(5, 1, 1),
                Reply = "550 5.1.1 No such recipient here",
                SaidBy = "office",
                LastAttemptAt = Noon,
            },
        ],
    };

    private static string Written(Notification notification) => Encoding.UTF8.GetString(DsnWriter.Write(notification));

    private static (MultipartReport Report, MessageDeliveryStatus Status) Parse(Notification notification)
    {
        var report = Report(DsnWriter.Write(notification));
        return (report, (MessageDeliveryStatus)report[1]);
    }

    private static MultipartReport Report(byte[] octets)
    {
        using var stream = new MemoryStream(octets);
        return (MultipartReport)MimeMessage.Load(stream, TestContext.Current.CancellationToken).Body!;
    }

    private static string[] Lines(byte[] octets) => Encoding.Latin1.GetString(octets).Split("\r\n");

    private static int Count(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> wanted)
    {
        var count = 0;
        for (var at = octets.IndexOf(wanted); at >= 0; at = octets.IndexOf(wanted))
        {
            count++;
            octets = octets[(at + wanted.Length)..];
        }

        return count;
    }
}
