using System.Net;
using System.Text;
using Causeway.Authentication;
using Causeway.Authentication.Arc;
using Causeway.Authentication.Dkim;
using Causeway.Authentication.Dmarc;
using Causeway.Core.Addresses;
using Causeway.Core.Envelopes;
using Causeway.Core.Routing;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Queue.Facts;
using Causeway.Transport.Receiving;
using Microsoft.Extensions.Time.Testing;

namespace Causeway.Transport.Tests.Receiving;

/// <summary>What is signed, and what is sealed, by what others then find in it.</summary>
public sealed class SignStepTests : IDisposable
{
    private static readonly Origin FromOffice = new Origin.FromSite("contoso", Some.Office, IdentifyBy.Certificate);
    private static readonly Judged Outside = new("203.0.113.9", "mx.a.example", "cloud", "spf=fail");

    private readonly Judging judging = new();

    public void Dispose() => judging.Dispose();

    public static TheoryData<Origin, string, string> Own { get; } = new()
    {
        { new Origin.Submission(Some.Ada), "ada@contoso.example", "ada@contoso.example" },
        { FromOffice, "grace@contoso.example", "Grace <grace@contoso.example>" },
        { new Origin.OwnMail(), "", "postmaster@contoso.example" },
    };

    [Theory]
    [MemberData(nameof(Own))]
    public async Task Mail_of_ours_that_leaves_passes_DMARC_by_its_signature(Origin origin, string from, string author)
    {
        var text = Judging.Text(author);
        var signed = new SignStep().Take(Leaving(judging.Unjudged(origin, from, text)));

        Assert.Equal(["contoso.example s1"], signed.Signatures!.Value);
        judging.Zone.Txt["_dmarc.contoso.example"] = ["v=DMARC1; p=reject"];
        var verdict = await VerdictAsync(signed, text);
        Assert.Equal(DmarcResult.Pass, verdict.Dmarc.Result);
        Assert.True(verdict.Dmarc.IsDkimAligned);
    }

    [Theory]
    [InlineData("alice@fabrikam.example")]
    [InlineData("grace@contoso.example, alice@fabrikam.example")]
    [InlineData("grace@contoso.example, ada@contoso.example")]
    [InlineData("grace@contoso.example\r\nFrom: alice@fabrikam.example")]
    [InlineData("not an address")]
    public void What_names_no_one_author_of_ours_is_not_signed_and_the_log_says_so(string author)
    {
        var signed = new SignStep().Take(
            Leaving(judging.Unjudged(FromOffice, "grace@contoso.example", Judging.Text(author))));

        Assert.Empty(signed.Signatures!.Value);
        Assert.Empty(signed.Fields);
    }

    [Fact]
    public void Nobody_is_vouched_for_in_a_domain_that_is_not_proved()
    {
        var message = Leaving(judging.Unjudged(
            FromOffice, "grace@contoso.example", Judging.Text("grace@contoso.example")));
        var unproved = message.Snapshot with { Unproved = [Some.Grace.Domain] };

        Assert.Empty(new SignStep().Take(message with { Snapshot = unproved }).Signatures!.Value);
    }

    [Fact]
    public void Outside_mail_that_is_forwarded_is_not_signed_whatever_its_From_says()
    {
        var message = judging.Unjudged(FromOffice, "grace@contoso.example", Judging.Text("grace@contoso.example"));

        var signed = new SignStep().Take(Leaving(message with { Judged = Outside }));

        Assert.Null(signed.Signatures);
        Assert.Empty(signed.Fields);
    }

    [Theory]
    [InlineData("grace@contoso.example", true)]
    [InlineData("alice@fabrikam.example", false)]
    [InlineData("", false)]
    public void An_office_of_others_that_takes_the_Internets_mail_vouches_by_the_reverse_path(
        string from, bool isSigned)
    {
        judging.Organization = Some.Organization with
        {
            Sites =
            [
                .. Some.Organization.Sites.Select(site =>
                    site.Name == Some.Office ? site with { Platform = Platform.ExchangeServer } : site),
            ],
            Flow = new MailFlow(
                [Place.Internet, new Place(Some.Office), new Place(Some.Cloud)], Some.Organization.Flow.Outbound,
                Some.Organization.Flow.Internal),
        };

        var signed = new SignStep().Take(
            Leaving(judging.Unjudged(FromOffice, from, Judging.Text("grace@contoso.example"))));

        Assert.Equal(isSigned, !signed.Fields.IsEmpty);
    }

    [Fact]
    public void A_partner_has_nothing_signed()
    {
        judging.Organization = Some.Organization with
        {
            Connectors =
            [
                .. Some.Organization.Connectors.Select(connector =>
                    connector.From == Some.Office ? connector with { Trust = Trust.Partner } : connector),
            ],
        };

        Assert.Empty(new SignStep().Take(Leaving(judging.Unjudged(
            FromOffice, "grace@contoso.example", Judging.Text("grace@contoso.example")))).Fields);
    }

    [Fact]
    public void What_stays_inside_is_not_signed()
    {
        var message = new RouteStep().Take(judging.Unjudged(
            new Origin.Submission(Some.Ada), "ada@contoso.example", Judging.Text("ada@contoso.example")));

        Assert.Null(new SignStep().Take(message).Signatures);
    }

    [Fact]
    public async Task What_goes_on_from_the_site_that_judged_it_is_sealed()
    {
        var text = Judging.Text("alice@fabrikam.example");
        var message = new RouteStep().Take(new AuthenticateStep().Take(
            await judging.FromStrangerAsync(Judging.Fabrikam, "alice@fabrikam.example", text)));

        var verdict = await VerdictAsync(new SealStep().Take(message), text);

        Assert.Equal(ArcResult.Pass, verdict.Arc.Result);
        Assert.Contains("dmarc=pass", Assert.Single(verdict.Arc.Chain).Results, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_refused_or_not_judged_is_not_sealed()
    {
        var text = Judging.Text("ada@contoso.example");
        var own = new RouteStep().Take(judging.Unjudged(new Origin.Submission(Some.Ada), "ada@contoso.example", text));
        var undecided = await judging.FromStrangerAsync(Judging.Fabrikam, "alice@fabrikam.example", text);

        Assert.Empty(new SealStep().Take(own).Fields);
        Assert.Empty(new SealStep().Take(undecided).Fields);
    }

    private static Incoming Leaving(Incoming message) => new RouteStep().Take(message with
    {
        Envelope = Envelope.Plain(message.From, [EmailAddress.Parse("bob@fabrikam.example")]),
    });

    private async Task<AuthenticationVerdict> VerdictAsync(Incoming message, string text)
    {
        var octets = (byte[])[.. message.Fields, .. Encoding.UTF8.GetBytes(text)];
        var header = HeaderBlock.Scan(octets);
        await using var run = new MessageAuthenticator(judging.Zone, new FakeTimeProvider(judging.Now)).Begin(
            IPAddress.Parse(Judging.Stranger), "mx.a.example", message.From, header);
        run.Body.Write(octets.AsSpan(header.Octets.Length));
        return await run.CompleteAsync(TestContext.Current.CancellationToken);
    }
}
