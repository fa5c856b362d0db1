using CsCheck;

namespace Causeway.Mail.Tests;

public sealed class TraceHeaderTests
{
    private static readonly Gen<string> Token =
        Gen.Char["ABCabc019-_."].Array[1, 64].Select(characters => new string(characters));

    [Fact]
    public void Write_then_read_is_the_identity() =>
        Gen.Select(Token, Token.Array[0, 50].Select(marks => marks.Distinct().ToArray())).Sample((id, marks) =>
        {
            var octets = new TraceHeader(id, [.. marks]).Write();
            var read = TraceHeader.Read(HeaderBlock.Scan((byte[])[.. octets, .. "\r\n"u8]));
            return read?.Id == id && read.Served.SequenceEqual(marks);
        });

    [Fact]
    public void Of_several_fields_the_topmost_id_and_all_marks_count()
    {
        var read = TraceHeader.Read(Header.Of(
            "X-Causeway-Trace: id=new; served=c\nSubject: x\nX-Causeway-Trace: id=old; served=a, b\n ,c\n\n"));
        Assert.Equal("new", read?.Id);
        Assert.Equal(["c", "a", "b"], read!.Served);
    }

    [Theory]
    [InlineData("Subject: x\n\n")]
    [InlineData("X-Causeway-Trace: served=a\n\n")]
    [InlineData("X-Causeway-Trace: id=\n\n")]
    [InlineData("X-Causeway-Trace: id=with space\n\n")]
    [InlineData("X-Causeway-Trace:\n\n")]
    public void Without_an_id_there_is_no_trace(string header) => Assert.Null(TraceHeader.Read(Header.Of(header)));

    [Fact]
    public void Marks_have_limits_in_length_and_number()
    {
        var tooLong = new string('a', TraceHeader.TokenLimit + 1);
        var many = string.Join(',', Enumerable.Range(0, 5000));
        var read = TraceHeader.Read(Header.Of($"X-Causeway-Trace: id=1; served={tooLong},{many}\n\n"));
        Assert.Equal(TraceHeader.ServedLimit, read!.Served.Length);
        Assert.DoesNotContain(tooLong, read.Served);
    }

    [Fact]
    public void A_mark_that_could_break_the_field_is_not_written() =>
        Assert.Throws<InvalidOperationException>(() => new TraceHeader("1", ["a\r\nb"]).Write());
}
