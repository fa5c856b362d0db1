using Causeway.Rendering.Exchange;

namespace Causeway.Rendering.Tests.Exchange;

/// <summary>Values are literals: nothing in them is run, expanded or cut.</summary>
public sealed class PowerShellTextTests
{
    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("O'Brien", "'O''Brien'")]
    [InlineData("O\u2019Brien", "'O\u2019\u2019Brien'")]
    [InlineData("$(Remove-Mailbox)", "'$(Remove-Mailbox)'")]
    [InlineData("\"`n#", "'\"`n#'")]
    [InlineData("", "''")]
    public void A_text_is_quoted(string text, string quoted) => Assert.Equal(quoted, PowerShellText.Quote(text));

    [Theory]
    [InlineData("'; Remove-Mailbox 'ada")]
    [InlineData("''")]
    [InlineData("'\u2018\u2019\u201a\u201b'")]
    [InlineData("\u201b; Stop-Computer #")]
    [InlineData("@{a=1}")]
    public void No_text_breaks_out_of_its_quotes(string text)
    {
        Assert.Equal([text], PowerShellScript.ReadValue(PowerShellText.Literal(text)).Texts);
        Assert.Equal(
            ["a", text, "b"],
            PowerShellScript.ReadValue(PowerShellText.Literal(new PowerShellValue.List(["a", text, "b"]))).Texts);
    }
}
