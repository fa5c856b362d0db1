using System.Text;
using Causeway.Core.Addresses;
using Causeway.Smtp.Wire;

namespace Causeway.Smtp.Tests.Wire;

public sealed class CommandSyntaxTests
{
    [Theory]
    [InlineData("FROM:<>", "")]
    [InlineData("from:<a@b.test>", "a@b.test")]
    [InlineData("FROM: <a@b.test>", "a@b.test")]
    [InlineData("FROM:<@relay.test:a@b.test>", "a@b.test")]
    [InlineData("FROM:<@one.test,@two.test:a@b.test>", "a@b.test")]
    [InlineData("FROM:<\"a b\"@c.test>", "\"a b\"@c.test")]
    [InlineData("FROM:<\"a>b\"@c.test>", "\"a>b\"@c.test")]
    [InlineData("FROM:<\"a\\\"b\"@c.test>", "\"a\\\"b\"@c.test")]
    [InlineData("FROM:<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("FROM:<a@[IPv6:2001:db8::1]>", "a@[ipv6:2001:db8::1]")]
    public void A_reverse_path_is_read(string argument, string path)
    {
        Assert.Equal(SyntaxFault.None, MailCommand.TryParse(argument, out var mail));
        Assert.Equal(path, mail.ReversePath.ToString());
    }

    [Theory]
    [InlineData("FROM:")]
    [InlineData("FROM:a@b.test")]
    [InlineData("FROM:<a@b.test")]
    [InlineData("FROM:<a@b.test>SIZE=1")]
    [InlineData("FROM:<a b@c.test>")]
    [InlineData("FROM:<a@b@c.test>")]
    [InlineData("FROM:<@relay.test>")]
    [InlineData("FROM:<@relay.test:>")]
    [InlineData("FROM:<relay.test:a@b.test>")]
    [InlineData("FROM:<a@-b.test>")]
    [InlineData("FROM:<a>")]
    [InlineData("FROM:<\"a@b.test>")]
    [InlineData("TO:<a@b.test>")]
    public void What_is_no_reverse_path_is_refused(string argument) =>
        Assert.Equal(SyntaxFault.ReversePath, MailCommand.TryParse(argument, out _));

    [Fact]
    public void A_path_has_256_octets_at_most()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('d', 61), 4));
        Assert.Equal(SyntaxFault.None, MailCommand.TryParse($"FROM:<{new string('l', 6)}@{domain}>", out _));
        Assert.Equal(SyntaxFault.ReversePath, MailCommand.TryParse($"FROM:<{new string('l', 7)}@{domain}>", out _));
    }

    [Fact]
    public void The_parameters_of_MAIL_are_read()
    {
        Assert.Equal(SyntaxFault.None,
            MailCommand.TryParse("FROM:<a@b.test> size=1000 BODY=8bitmime  AUTH=e+3Dmc2@b.test", out var mail));
        Assert.Equal((1000L, BodyType.EightBitMime, "e=mc2@b.test"), (mail.Size, mail.Body, mail.Submitter.ToString()));
        Assert.Equal(SyntaxFault.None, MailCommand.TryParse("FROM:<a@b.test> AUTH=<>", out mail));
        Assert.Equal(ReversePath.Null, mail.Submitter);
    }

    [Theory]
    [InlineData("SIZE=", SyntaxFault.ParameterValue)]
    [InlineData("SIZE", SyntaxFault.ParameterValue)]
    [InlineData("SIZE=-1", SyntaxFault.ParameterValue)]
    [InlineData("SIZE=123456789012345678901", SyntaxFault.ParameterValue)]
    [InlineData("AUTH=+3", SyntaxFault.ParameterValue)]
    [InlineData("AUTH=", SyntaxFault.ParameterValue)]
    [InlineData("AUTH=+0D+0A", SyntaxFault.ParameterValue)]
    [InlineData("BODY=7BIT BODY=7BIT", SyntaxFault.ParameterValue)]
    [InlineData("=", SyntaxFault.UnknownParameter)]
    [InlineData("RET", SyntaxFault.ParameterValue)]
    [InlineData("RET=BODY", SyntaxFault.ParameterValue)]
    [InlineData("RET=FULL RET=FULL", SyntaxFault.ParameterValue)]
    [InlineData("ENVID", SyntaxFault.ParameterValue)]
    [InlineData("ENVID=", SyntaxFault.ParameterValue)]
    [InlineData("ENVID=a=b", SyntaxFault.ParameterValue)]
    [InlineData("ENVID=a+2b", SyntaxFault.ParameterValue)]
    [InlineData("ENVID=a+0D+0AX:", SyntaxFault.ParameterValue)]
    [InlineData("ENVID=a+FF", SyntaxFault.ParameterValue)]
    [InlineData("SMTPUTF8=1", SyntaxFault.ParameterValue)]
    public void A_bad_parameter_is_refused(string parameters, SyntaxFault fault) =>
        Assert.Equal(fault, MailCommand.TryParse($"FROM:<a@b.test> {parameters}", out _));

    [Theory]
    [InlineData("TO:<Postmaster>", SyntaxFault.None)]
    [InlineData("TO:<a@b.test>", SyntaxFault.None)]
    [InlineData("TO:<>", SyntaxFault.ForwardPath)]
    [InlineData("TO:<root>", SyntaxFault.ForwardPath)]
    [InlineData("TO:Postmaster", SyntaxFault.ForwardPath)]
    [InlineData("TO:<a@b.test> NOTE=NEVER", SyntaxFault.UnknownParameter)]
    [InlineData("TO:<\u00c3\u00a9@b.test>", SyntaxFault.NonAsciiAddress)]
    [InlineData("TO:\u00c3\u00a9@b.test", SyntaxFault.NonAsciiAddress)]
    public void A_forward_path_is_read_or_refused(string argument, SyntaxFault fault) =>
        Assert.Equal(fault, RcptCommand.TryParse(argument, allowsUtf8: false, out _));

    [Fact]
    public void The_bare_postmaster_is_the_one_of_the_server_that_reads_it() => Assert.Equal(
        EmailAddress.Parse("postmaster@mx.test"), ForwardPath.BarePostmaster.At(DomainName.Parse("mx.test")));

    [Theory]
    [InlineData("mail FROM:<>  \t", SmtpVerb.Mail, "MAIL", "FROM:<>")]
    [InlineData("StartTls", SmtpVerb.StartTls, "STARTTLS", "")]
    [InlineData(" NOOP", SmtpVerb.Unknown, "(unknown)", "NOOP")]
    [InlineData("", SmtpVerb.Unknown, "(unknown)", "")]
    [InlineData("xyzzy", SmtpVerb.Unknown, "(unknown)", "")]
    [InlineData("\u0001averyveryverylongword x", SmtpVerb.Unknown, "(unknown)", "x")]

    // What a client sends that goes on after a refused AUTH LOGIN; the trace names the verb of a refused line.
    [InlineData("Y29ycmVjdCBob3JzZQ==", SmtpVerb.Unknown, "(unknown)", "")]
    public void A_line_is_a_verb_and_the_rest(string line, SmtpVerb verb, string name, string argument) =>
        Assert.Equal(new CommandLine(verb, name, argument), CommandLine.Parse(line));

    [Theory]
    [InlineData("\0ada\0secret", true)]
    [InlineData("ada\0ada\0secret", true)]
    [InlineData("ada\0secret", false)]
    [InlineData("\0\0secret", false)]
    [InlineData("\0ada\0", false)]
    [InlineData("\0ada\0sec\0ret", false)]
    public void A_PLAIN_response_has_three_parts(string response, bool isRead) =>
        Assert.Equal(isRead, AuthCommand.TryReadPlain(Encoding.UTF8.GetBytes(response), out _, out _, out _));

    [Theory]
    [InlineData("0", 0, false)]
    [InlineData("9223372036854775807 last", long.MaxValue, true)]
    public void The_length_of_a_chunk_is_read(string argument, long length, bool isLast)
    {
        Assert.Equal(SyntaxFault.None, BdatCommand.TryParse(argument, out var chunk));
        Assert.Equal(new BdatCommand(length, isLast), chunk);
    }

    [Theory]
    [InlineData("1\0")]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 FIRST")]
    [InlineData("1 LAST LAST")]
    [InlineData("LAST")]
    [InlineData("9223372036854775808")]
    public void What_is_no_length_of_a_chunk_is_refused(string argument) =>
        Assert.Equal(SyntaxFault.Argument, BdatCommand.TryParse(argument, out _));
}
