namespace Causeway.Rendering.Tests.Exchange;

/// <summary>The checker itself: each kind of fault is found.</summary>
public sealed class CmdletReferenceTests
{
    private const string Good = """
        $arguments = @{
            Name = 'a'
            SenderDomains = @('*')
            RequireTls = $true
        }
        New-InboundConnector @arguments

        """;

    [Fact]
    public void A_good_script_has_no_fault() => Assert.Empty(Faults("online", Good));

    [Theory]
    [InlineData("RequireTls", "RequireTlss", "has no parameter RequireTlss")]
    [InlineData("$true", "'true'", "takes flag")]
    [InlineData("@('*')", "'*'", "takes list")]
    [InlineData("    Name = 'a'\n", "", "needs -Name")]
    [InlineData("New-InboundConnector", "New-SendConnector", "there is no New-SendConnector on online")]
    [InlineData("RequireTls = $true", "ConnectorType = 'Partners'", "takes Partner|OnPremises")]
    public void What_the_reference_does_not_have_is_a_fault(string old, string changed, string fault) =>
        Assert.Contains(Faults("online", Good.Replace(old, changed, StringComparison.Ordinal)),
            found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData("'a'", "'a''")]
    [InlineData("'a'", "'a'; Remove-Mailbox 'b'")]
    [InlineData("'a'", "\"a$(Get-Date)\"")]
    [InlineData("'a'", "a")]
    [InlineData("$true", "$yes")]
    [InlineData("@('*')", "@('*'")]
    [InlineData("Name = 'a'", "Name = 'a'\n    name = 'b'")]
    [InlineData("New-InboundConnector @arguments", "New-InboundConnector @arguments -Force")]
    public void What_is_no_literal_in_its_place_is_not_read(string old, string changed) =>
        Assert.Throws<FormatException>(
            () => PowerShellScript.Read(Good.Replace(old, changed, StringComparison.Ordinal)));

    private static List<string> Faults(string platform, string script)
    {
        var reference = CmdletReference.Read();
        return [.. PowerShellScript.Read(script).SelectMany(command => reference.Faults(platform, command))];
    }
}
