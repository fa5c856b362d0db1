using System.Text;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Mail;
using Causeway.Transport.AutomaticReplies;

namespace Causeway.Transport.Tests.AutomaticReplies;

public sealed class CorrespondentTests
{
    private const string Alice = "alice@fabrikam.example";
    private const string ToAda = "To: ada@contoso.example\n";

    private static readonly Recipient Ada = new()
    {
        Address = Some.Ada, Kind = RecipientKind.Mailbox,
        Proxies = [EmailAddress.Parse("countess@contoso.example")],
    };

    [Theory]
    [InlineData(Alice, ToAda)]
    [InlineData(Alice, "Cc: \"Lovelace, Ada\" <Ada@Contoso.example>, bob@fabrikam.example\n")]
    [InlineData(Alice, "To: undisclosed: x@y.example, (a comment) countess@contoso.example;\n")]
    [InlineData(Alice, "To: somebody\n else <ada+news@contoso.example>\n")]
    [InlineData(Alice, ToAda + "Auto-Submitted: no (typed by hand)\n")]
    [InlineData(Alice, ToAda + "Precedence: first-class\n")]
    [InlineData(Alice, ToAda + "X-Auto-Response-Suppress: DR, RN\n")]
    [InlineData(Alice, "Resent-To: ada@contoso.example\n")]
    [InlineData("SRS0=AAAA=JM=fabrikam.example=alice@fwd.example", ToAda)]
    public void A_person_who_writes_to_the_owner_gets_a_reply(string from, string fields) =>
        Assert.Null(Silence(from, fields));

    [Theory]
    [InlineData("", ToAda, "the reverse-path is null")]
    [InlineData("MAILER-DAEMON@fabrikam.example", ToAda, "robot")]
    [InlineData("noreply@fabrikam.example", ToAda, "robot")]
    [InlineData("owner-cats@fabrikam.example", ToAda, "robot")]
    [InlineData("cats-request@fabrikam.example", ToAda, "robot")]
    [InlineData("bounces+ada=contoso.example@news.example", ToAda, "robot")]
    [InlineData("countess@contoso.example", ToAda, "the owner")]
    [InlineData("ada+self@contoso.example", ToAda, "the owner")]
    [InlineData(Alice, ToAda + "Auto-Submitted: auto-replied\n", "automatically")]
    [InlineData(Alice, ToAda + "AUTO-SUBMITTED: Auto-Generated; owner=x\n", "automatically")]
    [InlineData(Alice, ToAda + "Precedence: Bulk\n", "bulk")]
    [InlineData(Alice, ToAda + "List-Id: cats <cats.fabrikam.example>\n", "list")]
    [InlineData(Alice, ToAda + "List-Unsubscribe: <mailto:x@y.example>\n", "list")]
    [InlineData(Alice, ToAda + "X-Auto-Response-Suppress: DR, OOF\n", "asks for no")]
    [InlineData(Alice, ToAda + "Content-Type: multipart/report; report-type=delivery-status\n", "report")]
    [InlineData(Alice, "To: team@contoso.example\n", "do not name the owner")]
    [InlineData(Alice, "To: xada@contoso.example, ada@contoso.example.org\n", "do not name the owner")]
    [InlineData(Alice, "Bcc: ada@contoso.example\n", "do not name the owner")]
    [InlineData(Alice, "", "do not name the owner")]
    public void Robots_lists_and_those_who_wrote_to_many_get_none(string from, string fields, string why) =>
        Assert.Contains(why, Silence(from, fields), StringComparison.Ordinal);

    private static string? Silence(string from, string fields) => Correspondent.Silence(
        ReversePath.Parse(from), Ada,
        HeaderBlock.Scan(Encoding.UTF8.GetBytes($"{fields}Subject: x\n\n".ReplaceLineEndings("\r\n"))));
}
