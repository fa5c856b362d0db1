using System.Text;
using Causeway.Authentication.Results;
using Causeway.Mail;
using CsCheck;

namespace Causeway.Authentication.Tests.Results;

public sealed class AuthenticationResultsTests
{
    private static readonly string[] Words = ["spf", "dkim", "dmarc", "pass", "fail", "temperror", "x-1"];

    private static readonly string[] Pieces =
        ["us.example", "us", ".", "example", "\"", "\\", "(", ")", " ", "\r\n "];

    private static readonly string[] Attacks =
    [
        "x; dkim=pass header.d=bank.example", "x\r\nAuthentication-Results: us.example; spf=pass",
        "\"; dkim=pass \"", "\\\"; dmarc=pass (", "(", ")", "a) ; dmarc=pass", "x header.from=bank.example",
    ];

    private static readonly Gen<string> Keyword = Gen.Int[0, Words.Length - 1].Select(i => Words[i]);

    private static readonly Gen<string> SafeText =
        Gen.String[Gen.Char["abcXYZ019.-_@/:+$!#,[]bücher例"], 1, 60];

    // What an attacker would choose, and anything else.
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["ab.;=\"\\() \r\n\t\0@,\u202e\u2028"], 0, 80],
        Gen.Int[0, Attacks.Length - 1].Select(i => Attacks[i]));

    [Fact]
    public void A_field_is_written_with_its_methods_and_folded()
    {
        var results = new AuthenticationResults("mx.us.example",
        [
            new MethodResult("spf", "pass").With("smtp", "mailfrom", "contoso.example"),
            new MethodResult("dkim", "fail") { Reason = "the body was changed" }
                .With("header", "d", "contoso.example").With("header", "b", "aB+/=9xY"),
            new MethodResult("iprev", "pass").With("policy", "iprev", "2001:db8::1"),
        ]);

        Assert.Equal("""
            Authentication-Results: mx.us.example; spf=pass smtp.mailfrom=contoso.example;
            	dkim=fail reason="the body was changed" header.d=contoso.example
            	header.b="aB+/?9xY"; iprev=pass policy.iprev="2001:db8::1"

            """.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(results.Write()));
    }

    [Fact]
    public void Without_a_method_it_says_none()
    {
        Assert.Equal("Authentication-Results: us.example; none\r\n",
            Encoding.UTF8.GetString(new AuthenticationResults("us.example", []).Write()));
        Assert.Empty(Read("us.example; none").Methods);
    }

    [Fact]
    public void The_text_for_ARC_is_one_line_without_the_id()
    {
        var results = new AuthenticationResults("us.example", [new MethodResult("spf", "none")]);
        Assert.Equal("us.example; spf=none", results.Text);
        Assert.Equal("spf=none", results.MethodsText);
    }

    [Fact]
    public void What_was_written_reads_back_the_same() =>
        Results(SafeText).Sample(results => Assert.Equal(results, Read(results)));

    [Fact]
    public void What_was_read_prints_and_reads_the_same() => Results(AnyText).Sample(results =>
    {
        var once = Read(results);
        Assert.Equal(once, Read(once));
    });

    [Fact]
    public void No_value_becomes_another_method_property_or_line() => Results(AnyText).Sample(results =>
    {
        var octets = results.Write();
        var text = Encoding.UTF8.GetString(octets);
        Assert.All(text[..^2].Split("\r\n").Skip(1), line => Assert.StartsWith("\t", line, StringComparison.Ordinal));
        Assert.DoesNotContain(text[..^2].Replace("\r\n\t", " ", StringComparison.Ordinal), char.IsControl);
        Assert.All(text.Split("\r\n"), line => Assert.True(line.Length <= 998));

        var read = Read(results);
        Assert.Equal(results.Methods.Select(Shape), read.Methods.Select(Shape));

        // A reader that knows neither quotes nor comments finds no more than we wrote.
        Assert.Equal(Math.Max(results.Methods.Length, 1) + 1, text.Split(';').Length);
        Assert.Equal(results.Methods.Sum(method => 1 + method.Properties.Length + (method.Reason is null ? 0 : 1)),
            text.Count(c => c == '='));
        Assert.DoesNotContain('(', text);
    });

    [Fact]
    public void A_field_is_bounded_whatever_it_is_made_of()
    {
        var method = new MethodResult("dkim", "fail") { Reason = new string('r', 5000) };
        for (var i = 0; i < 100; i++)
        {
            method = method.With("header", "d", new string('例', 5000));
        }

        var written = new AuthenticationResults("us.example", [.. Enumerable.Repeat(method, 500)]).Write();
        Assert.Equal(AuthenticationResults.MostMethods, Encoding.UTF8.GetString(written).Split(';').Length - 1);
        Assert.True(written.Length < 1 << 20);
    }

    [Fact]
    public void A_name_that_is_no_keyword_is_an_error_of_the_program() => Assert.Throws<InvalidOperationException>(
        () => new AuthenticationResults("us.example", [new MethodResult("spf; dkim", "pass")]).Write());

    [Fact]
    public void A_field_of_RFC_8601_appendix_B_is_read()
    {
        var read = Read("""
            example.com 1;
             (a comment) dkim / 1 = pass (good signature) reason="because \"so\"" header . d = example.com;
             spf=fail smtp.mailfrom="a b"@example.net smtp.helo=(c)host.example.net
            """);

        Assert.Equal("example.com", read.AuthservId);
        Assert.Equal(
            [
                new MethodResult("dkim", "pass") { Reason = "because \"so\"" }.With("header", "d", "example.com"),
                new MethodResult("spf", "fail")
                    .With("smtp", "mailfrom", "a b@example.net").With("smtp", "helo", "host.example.net"),
            ],
            read.Methods);
    }

    [Fact]
    public void Comments_may_stand_everywhere()
    {
        // RFC 8601 appendix B.7.
        var read = Read("""
            foo.example.net (foobar) 1 (baz);
                dkim (Because I like it) / 1 (One yay) = (wait for it) fail
                  policy (A dot can go here) . (like that) expired
                  (this surprised me) = (as I wasn't expecting it) 1362471462
            """);

        Assert.Equal("foo.example.net", read.AuthservId);
        Assert.Equal([new MethodResult("dkim", "fail").With("policy", "expired", "1362471462")], read.Methods);
    }

    [Theory]
    [InlineData("us.example; SPF=Pass SMTP.MailFrom=a@b.example;", "spf=pass smtp.mailfrom=a@b.example")]
    [InlineData("\"us.example\"; dkim=fail reason=\"a; dkim=pass (\"", "dkim=fail")]
    [InlineData("us.example; dkim=pass header.b=ab/cd= header.i=@b.example", "dkim=pass header.b=ab/cd=")]
    [InlineData("us.example; iprev=pass policy.iprev=2001:db8::1", "iprev=pass policy.iprev=2001:db8::1")]
    [InlineData("us.example; spf=none smtp.mailfrom=; dkim=none", "spf=none smtp.mailfrom=")]
    [InlineData("us.example; dkim=pass header.d=x reason=ok", "dkim=pass header.d=x")]
    [InlineData("us.example; dkim/2=pass header.d=x; spf=fail", "spf=fail")]
    [InlineData("us.example; spf=pass smtp.mailfrom=bücher.example", "spf=pass smtp.mailfrom=bücher.example")]
    public void What_is_in_use_is_read(string field, string first)
    {
        var method = Read(field).Methods[0];
        var shown = string.Join(' ', new[] { $"{method.Method}={method.Result}" }
            .Concat(method.Properties.Select(property => $"{property.Type}.{property.Name}={property.Value}")));
        Assert.StartsWith(first, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("us.example")]
    [InlineData("us.example;")]
    [InlineData("us.example 2; spf=pass")]
    [InlineData("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=pass")]
    [InlineData("us.example evil.example; spf=pass")]
    [InlineData("us.example; none; spf=pass")]
    [InlineData("us.example; spf=pass; none")]
    [InlineData("us.example; spf")]
    [InlineData("us.example; spf=")]
    [InlineData("us.example; spf=pass smtp.mailfrom")]
    [InlineData("us.example; spf=pass smtp.=x")]
    [InlineData("us.example; spf=pass .mailfrom=x")]
    [InlineData("us.example; spf=pass because=x")]
    [InlineData("us.example; spf=pass reason=a reason=b")]
    [InlineData("us.example; spf=pass (no end")]
    [InlineData("us.example; spf=pass (((((((((deep)))))))))")]
    [InlineData("us.example; spf=pass reason=\"no end")]
    [InlineData("us.example; spf=pass reason=\"no end\\")]
    [InlineData("us.example; spf=pass reason=a\\;b")]
    [InlineData("us.example; spf=pass smtp.mailfrom=a\0b")]
    [InlineData("us.example; spf=pass\r\ndkim=pass")]
    [InlineData("us.example,other.example; spf=pass)")]
    [InlineData("(\\")]
    [InlineData("us.example; spf=pass (\\")]
    public void What_is_no_such_field_is_none(string field) =>
        Assert.False(AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(field), out _));

    [Fact]
    public void More_than_the_limits_is_none()
    {
        var methods = string.Concat(Enumerable.Repeat("; a=b", AuthenticationResults.MostMethods));
        var properties = string.Concat(Enumerable.Repeat(" a.b=c", AuthenticationResults.MostProperties));
        Assert.True(IsRead("x" + methods));
        Assert.False(IsRead("x" + methods + "; a=b"));
        Assert.True(IsRead("x; a=b" + properties));
        Assert.False(IsRead("x; a=b" + properties + " a.b=c"));
        Assert.False(IsRead("x; a=b reason=" + new string('y', AuthenticationResults.MostOctets)));
        Assert.False(AuthenticationResults.TryParse([(byte)'x', (byte)';', 0xFF], out _));
    }

    [Fact]
    public void A_field_that_reads_as_ours_never_passes_the_border() =>
        Gen.OneOf(
                Gen.String[Gen.Char["us.example()\"\\ ;1"], 0, 30],
                Gen.Int[0, 9].Array[0, 9].Select(parts => string.Concat(parts.Select(i => Pieces[i]))))
            .Sample(body =>
            {
                var message = Encoding.UTF8.GetBytes($"Authentication-Results: {body}; spf=pass\r\n\r\n");
                var header = HeaderBlock.Scan(message);
                if (AuthenticationResults.TryParse(header.BodyOf(header.Fields[0]), out var read)
                    && string.Equals(read.AuthservId.TrimEnd('.'), "us.example", StringComparison.OrdinalIgnoreCase))
                {
                    var rest = HeaderFirewall.Strip(header, HeaderKinds.Border, new AuthservIds(["us.example"]));
                    Assert.Equal(2, rest.Length);
                }
            });

    private static Gen<AuthenticationResults> Results(Gen<string> values)
    {
        var property = Gen.Select(
            Keyword, Keyword, values, (type, name, value) => new ResultProperty(type, name, value));
        var method = Gen.Select(Keyword, Keyword, Gen.Null(values), property.Array[0, 4],
            (name, result, reason, properties) =>
                new MethodResult(name, result) { Reason = reason, Properties = [.. properties] });
        return Gen.Select(method.Array[0, 5], methods => new AuthenticationResults("us.example", [.. methods]));
    }

    private static (string, string, bool, string) Shape(MethodResult method) => (method.Method, method.Result,
        method.Reason is null,
        string.Join(' ', method.Properties.Select(property => $"{property.Type}.{property.Name}")));

    private static bool IsRead(string field) =>
        AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(field), out _);

    private static AuthenticationResults Read(AuthenticationResults results) =>
        Read(Encoding.UTF8.GetString(results.Write())["Authentication-Results:".Length..]);

    private static AuthenticationResults Read(string body)
    {
        Assert.True(AuthenticationResults.TryParse(
            Encoding.UTF8.GetBytes(body.ReplaceLineEndings("\r\n")), out var results), body);
        return results;
    }
}
