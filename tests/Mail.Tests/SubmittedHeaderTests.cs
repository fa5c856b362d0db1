namespace Causeway.Mail.Tests;

public sealed class SubmittedHeaderTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_missing_comes_on_top() => Assert.Equal(
        """
        Date: Mon, 23 Nov 2026 12:00:00 +0000
        Message-ID: <id@cloud.example>
        From: <ada@contoso.example>


        """.ReplaceLineEndings("\r\n"),
        Complete("From: <ada@contoso.example>\n\n"));

    [Fact]
    public void A_header_of_as_many_fields_as_are_accepted_is_completed_and_not_dropped()
    {
        var most = string.Concat(Enumerable.Repeat("X: 1\n", HeaderLimits.OfOthers.Fields - 1));

        var completed = SubmittedHeader.Complete(
            Header.Of($"From: <ada@contoso.example>\n{most}\n"), At, "id@x.example");

        Assert.Equal(HeaderLimits.OfOthers.Fields + 2, completed.Fields.Length);
        Assert.NotNull(completed.Find("From"u8));
    }

    [Fact]
    public void A_header_that_is_complete_stays_as_it_is()
    {
        var header = Header.Of("date : now\nMESSAGE-ID:\n\tx\nFrom:  odd\n  folded \nTo: x\n\n");

        Assert.True(header.Octets.Span.SequenceEqual(
            SubmittedHeader.Complete(header, At, "id@cloud.example").Octets.Span));
    }

    [Theory]
    [InlineData("Bcc: boss@fabrikam.example\n")]
    [InlineData("Bcc:\n")]
    [InlineData("BCC : a@x.example,\n b@x.example,\n\tc@x.example\n")]
    [InlineData("bcc: a@x.example\nBcc: b@x.example\n")]
    [InlineData("Resent-Bcc: a@x.example\n")]
    public void Bcc_is_taken_out_with_all_its_lines(string bcc) => Assert.Equal(
        "Date: x\r\nMessage-ID: x\r\nTo: y\r\n\r\n", Complete($"Date: x\n{bcc}Message-ID: x\nTo: y\n\n"));

    [Fact]
    public void A_field_that_only_begins_with_Bcc_stays() => Assert.Equal(
        "Date: x\r\nMessage-ID: x\r\nBccs: y\r\nX-Bcc: y\r\nTo:\r\n Bcc: z\r\n\r\n",
        Complete("Date: x\nMessage-ID: x\nBccs: y\nX-Bcc: y\nTo:\n Bcc: z\n\n"));

    [Fact]
    public void A_header_without_an_empty_line_gets_none() =>
        Assert.Equal("Date: x\r\nMessage-ID: x\r\n", Complete("Date: x\nMessage-ID: x\nBcc: y\n"));

    private static string Complete(string header) =>
        Header.Text(SubmittedHeader.Complete(Header.Of(header), At, "id@cloud.example").Octets);
}
