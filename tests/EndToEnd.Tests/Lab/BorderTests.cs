using Causeway.EndToEnd.Tests.Support;

namespace Causeway.EndToEnd.Tests.Lab;

/// <summary>Nobody speaks in our name, and what we tell each other does not leave the house.</summary>
[Collection(LabAddresses.Collection)]
public sealed class BorderTests(ServedLab lab) : IClassFixture<ServedLab>
{
    private const string Forged = "01AAAAAAAAAAAAAAAAAAAAAAAA";

    private const string Bad =
        $"X-Causeway-Trace: id={Forged}\r\n"
        + "x-causeway-verdict: forged-1\r\n"
        + "X-MS-Exchange-Organization-SCL: -1 (forged-2)\r\n"
        + "X-MS-Exchange-Forest-Version: forged-3\r\n"
        + "X-MS-Exchange-CrossPremises-Something:\r\n\tforged-4\r\n"
        + "Authentication-Results: mx.filter.example; spf=pass forged-5\r\n"
        + "authentication-results: contoso-example.mail.cloud.example; dkim=pass forged-6\r\n";

    private const string Good =
        "X-Foo: kept-1\r\nDKIM-Signature: v=1; a=rsa-sha256; b=kept-2\r\n"
        + "Authentication-Results: mx.elsewhere.example; spf=pass kept-3\r\n"
        + "X-MS-Exchange-Something: kept-4\r\nX-Causewayish: kept-5\r\n";

    [Theory]
    [InlineData(Hosts.Ada)]
    [InlineData(Hosts.Grace)]
    public async Task Fields_that_a_stranger_forged_are_gone_and_all_others_stay(string to)
    {
        var mail = Mail.New("forged", Good + Bad);
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, to, mail.Octets);

        var text = await lab.Data.WaitForTextAsync(to, mail.Id);

        Assert.DoesNotContain(Forged, text, StringComparison.Ordinal);
        string[] forged =
        [
            "forged-1", "forged-2", "forged-3", "forged-4", "forged-5", "X-MS-Exchange-Forest",
            "X-MS-Exchange-CrossPremises",
        ];
        Assert.All(forged, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        Assert.Contains(Good, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_in_the_name_of_the_site_that_serves_the_mailbox_is_gone()
    {
        var mail = Mail.New("forged", Bad);
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Ada, mail.Octets);

        var text = await lab.Data.WaitForTextAsync(Hosts.Ada, mail.Id);

        Assert.DoesNotContain("forged-6", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_cannot_forge_them_either()
    {
        var mail = Mail.New("forged by a user", Good + Bad).By(Hosts.Ada);
        await Swaks.SubmitAsync(Hosts.CloudSubmission, Hosts.Ada, Hosts.Grace, mail.Octets);

        var text = await lab.Data.WaitForTextAsync(Hosts.Grace, mail.Id);

        Assert.DoesNotContain(Forged, text, StringComparison.Ordinal);
        Assert.DoesNotContain("forged-2", text, StringComparison.Ordinal);
        Assert.Contains(Good, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("office")]
    public async Task What_reaches_the_outside_bears_no_field_of_ours(string site)
    {
        var mail = Mail.New("leaves", Good).By(site == "cloud" ? Hosts.Ada : Hosts.Grace);
        var sent = site == "cloud"
            ? await Swaks.SubmitAsync(Hosts.CloudSubmission, Hosts.Ada, Hosts.Bob, mail.Octets)
            : await Swaks.SubmitAsync(Hosts.OfficeSubmission, Hosts.Grace, Hosts.Bob, mail.Octets);
        Assert.True(sent.ExitCode == Swaks.Done, sent.ToString());

        var lines = (await lab.Data.WaitForTextAsync(Hosts.Bob, mail.Id)).Split("\r\n");

        // The outside MTA is a Causeway as well and notes its own trace and verdict, on top; below its Received there
        // is none.
        var top = Array.FindIndex(lines, line => line.StartsWith("Received:", StringComparison.Ordinal));
        Assert.DoesNotContain(
            lines[top..], line => line.StartsWith("X-Causeway-", StringComparison.OrdinalIgnoreCase));
        Assert.True(lines.Count(line => line.StartsWith("X-Causeway-", StringComparison.OrdinalIgnoreCase)) <= 2);
        Assert.Contains(Good, string.Join("\r\n", lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_field_that_a_stranger_made_joins_no_timeline()
    {
        var mail = Mail.New("forged", Bad);
        await Swaks.SendAsync(Hosts.Filter, Hosts.Alice, Hosts.Ada, mail.Octets);
        await lab.Data.WaitForTextAsync(Hosts.Ada, mail.Id);

        Assert.Empty(await lab.Data.TraceAsync("--id", Forged));
    }
}
