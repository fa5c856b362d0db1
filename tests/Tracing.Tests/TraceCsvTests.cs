using Causeway.Queue.Facts;

namespace Causeway.Tracing.Tests;

public sealed class TraceCsvTests
{
    [Fact]
    public void An_event_is_a_row_with_as_many_cells_as_the_header()
    {
        var trace = Assert.Single(TraceTimeline.Merge([Facts.Trace(
            "office",
            Facts.Accepted(0, "O1", Facts.To(DestinationKind.Mailbox, "")),
            Facts.Ended(2, "O1", Outcome.Delivered))]));
        var rows = TraceRow.Of(trace).Select(TraceCsv.Line).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Equal(
            "2026-01-01T12:00:02.000Z,office,DELIVER,T1,<1@fabrikam.example>,alice@fabrikam.example,"
            + "grace@contoso.example,The monthly report,delivered,grace@contoso.example,2000,2000,"
            + "127.0.0.20:2525 (cloud),TLS1.3,250 2.0.0 Ok,attempt 1,O1,,\r\n",
            rows[2]);
        Assert.Equal(TraceCsv.Header.Count(c => c == ','), rows[2].Count(c => c == ','));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a=b", "a=b")]
    public void What_a_stranger_wrote_is_text_and_no_formula(string subject, string cell)
    {
        var trace = Facts.Trace(
            "office", Facts.Accepted(0, "O1", Facts.To(DestinationKind.Mailbox, "")) with { Subject = subject });
        Assert.Contains($",{cell},pending,", TraceCsv.Line(TraceRow.Of(trace).First()), StringComparison.Ordinal);
    }
}
