using Causeway.Core.Replies;

namespace Causeway.Core.Tests.Replies;

public sealed class ReplyTableTests
{
    public static TheoryData<Reason> Reasons => [.. Enum.GetValues<Reason>()];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_one_line_with_a_status_of_the_codes_class(Reason reason)
    {
        var reply = ReplyTable.For(reason);

        // RFC 2034 section 4: the class of the status is the first digit of the code.
        Assert.Equal(reply.Code / 100, reply.Status!.Value.Class);
        Assert.DoesNotContain('\n', reply.ToString());
        Assert.True(reply.ToString().Length <= 510, "RFC 5321 section 4.5.3.1.5: a reply line is at most 512 octets.");
        Assert.NotEmpty(ReplyTable.Cause(reason));
        Assert.NotEmpty(ReplyTable.Cure(reason));
    }
}
