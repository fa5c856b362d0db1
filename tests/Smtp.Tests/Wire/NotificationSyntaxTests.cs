using System.Text;
using Causeway.Core.Envelopes;
using Causeway.Smtp.Client;
using Causeway.Smtp.Tests.Client;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Tests.Wire;

public sealed class NotificationSyntaxTests
{
    [Fact]
    public void RET_and_ENVID_are_kept_as_they_came()
    {
        Assert.Equal(SyntaxFault.None,
            MailCommand.TryParse("FROM:<a@b.test> RET=hdrs ENVID=QQ314+20+2B159 SMTPUTF8", out var mail));
        Assert.Equal(
            (ReturnContent.Headers, "QQ314+20+2B159", true), (mail.Return, mail.EnvelopeId, mail.NeedsUtf8));
        Assert.Equal(SyntaxFault.None, MailCommand.TryParse("FROM:<a@b.test> RET=FULL", out mail));
        Assert.Equal((ReturnContent.Full, null), (mail.Return, mail.EnvelopeId));
    }

    [Fact]
    public void What_our_client_writes_our_server_reads()
    {
        foreach (var content in Enum.GetValues<ReturnContent>())
        {
            var envelope = Some.Envelope() with { Return = content, EnvelopeId = "a+2B" };
            MailCommand.TryParse("FROM:<>" + DsnParameters.OfMail(envelope), out var mail);
            Assert.Equal((content, "a+2B"), (mail.Return, mail.EnvelopeId));
        }

        const NotifyOn All = NotifyOn.Success | NotifyOn.Failure | NotifyOn.Delay;
        for (var notify = NotifyOn.Unspecified; notify <= All; notify++)
        {
            var expected = notify.HasFlag(NotifyOn.Never) ? NotifyOn.Never : notify;
            var recipient = new EnvelopeRecipient(Some.Recipients("a@b.test")[0], notify, "rfc822;a@b.test");
            RcptCommand.TryParse("TO:<a@b.test>" + DsnParameters.OfRcpt(recipient), allowsUtf8: false, out var rcpt);
            Assert.Equal((expected, "rfc822;a@b.test"), (rcpt.Notify, rcpt.OriginalRecipient));
        }
    }

    [Theory]
    [InlineData(100, SyntaxFault.None)]
    [InlineData(101, SyntaxFault.ParameterValue)]
    public void ENVID_has_100_characters_at_most(int length, SyntaxFault fault) => Assert.Equal(
        fault, MailCommand.TryParse($"FROM:<> ENVID={new string('x', length)}", out _));

    [Theory]
    [InlineData(500, SyntaxFault.None)]
    [InlineData(501, SyntaxFault.ParameterValue)]
    public void ORCPT_has_500_characters_at_most(int length, SyntaxFault fault) => Assert.Equal(
        fault, RcptCommand.TryParse($"TO:<a@b.test> ORCPT=rfc822;{new string('x', length - 7)}", false, out _));

    [Theory]
    [InlineData("NEVER", NotifyOn.Never)]
    [InlineData("success", NotifyOn.Success)]
    [InlineData("DELAY,FAILURE", NotifyOn.Failure | NotifyOn.Delay)]
    [InlineData("SUCCESS,FAILURE,DELAY", NotifyOn.Success | NotifyOn.Failure | NotifyOn.Delay)]
    public void NOTIFY_is_read(string value, NotifyOn notify)
    {
        Assert.Equal(SyntaxFault.None, RcptCommand.TryParse(
            $"TO:<a@b.test> NOTIFY={value} ORCPT=rfc822;a+2Bc@b.test", allowsUtf8: false, out var rcpt));
        Assert.Equal((notify, "rfc822;a+2Bc@b.test"), (rcpt.Notify, rcpt.OriginalRecipient));
    }

    [Theory]
    [InlineData("NOTIFY")]
    [InlineData("NOTIFY=")]
    [InlineData("NOTIFY=NEVER,DELAY")]
    [InlineData("NOTIFY=DELAY,NEVER")]
    [InlineData("NOTIFY=NEVER,NEVER")]
    [InlineData("NOTIFY=DELAY,DELAY")]
    [InlineData("NOTIFY=DELAY,")]
    [InlineData("NOTIFY=RELAY")]
    [InlineData("NOTIFY=DELAY NOTIFY=DELAY")]
    [InlineData("ORCPT")]
    [InlineData("ORCPT=a@b.test")]
    [InlineData("ORCPT=;a@b.test")]
    [InlineData("ORCPT=rfc822;")]
    [InlineData("ORCPT=rfc(822);a@b.test")]
    [InlineData("ORCPT=rfc822;a=b@c.test")]
    [InlineData("ORCPT=rfc822;a+0Ab@c.test")]
    [InlineData("ORCPT=rfc822;\u00c3\u00a9@b.test")]
    [InlineData("ORCPT=utf-8;\u00e9@b.test")]
    public void A_bad_parameter_of_RCPT_is_refused(string parameters) => Assert.Equal(
        SyntaxFault.ParameterValue, RcptCommand.TryParse($"TO:<a@b.test> {parameters}", allowsUtf8: true, out _));

    [Fact]
    public void An_original_recipient_of_type_utf_8_may_be_UTF_8_under_SMTPUTF8()
    {
        var argument = Octets("TO:<a@b.test> ORCPT=utf-8;jürgen@b.test");
        Assert.Equal(SyntaxFault.None, RcptCommand.TryParse(argument, allowsUtf8: true, out var rcpt));
        Assert.Equal("utf-8;jürgen@b.test", rcpt.OriginalRecipient);
        Assert.Equal(SyntaxFault.ParameterValue, RcptCommand.TryParse(argument, allowsUtf8: false, out _));
    }

    [Theory]
    [InlineData("<jürgen@b.test>", "jürgen@b.test")]
    [InlineData("<\"jürgen m\"@b.test>", "\"jürgen m\"@b.test")]
    [InlineData("<a@bücher.test>", "a@xn--bcher-kva.test")]
    [InlineData("<A@BÜCHER.test>", "A@xn--bcher-kva.test")]
    [InlineData("<用户@例え.test>", "用户@xn--r8jz45g.test")]
    public void Addresses_in_UTF_8_are_read_and_their_domains_become_A_labels(string path, string address)
    {
        Assert.Equal(SyntaxFault.None, RcptCommand.TryParse(Octets($"TO:{path}"), allowsUtf8: true, out var rcpt));
        Assert.Equal(address, rcpt.ForwardPath.ToString());
        Assert.Equal(SyntaxFault.None, MailCommand.TryParse(Octets($"FROM:{path} SMTPUTF8"), out var mail));
        Assert.Equal(address, mail.ReversePath.ToString());
        Assert.Equal(SyntaxFault.NonAsciiAddress, MailCommand.TryParse(Octets($"FROM:{path}"), out _));
    }

    [Theory]
    [InlineData("<a@bu\u0308cher.test>")]
    [InlineData("<a@b\u00adc.test>")]
    [InlineData("<a@\u2603.test>")]
    [InlineData("<a@b\u3002test>")]
    [InlineData("<\u0085@b.test>")]
    [InlineData("<\"\u0085\"@b.test>")]
    [InlineData("<jürgen>")]
    public void What_is_no_address_in_UTF_8_is_refused(string path) => Assert.Equal(
        SyntaxFault.ForwardPath, RcptCommand.TryParse(Octets($"TO:{path}"), allowsUtf8: true, out _));

    private static string Octets(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
