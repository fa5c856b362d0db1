using System.Net;
using Causeway.Authentication.Iprev;
using Causeway.Dns;

namespace Causeway.Authentication.Tests.Iprev;

public sealed class IprevEvaluatorTests
{
    private readonly FakeZone zone = new()
    {
        Pointers =
        {
            ["192.0.2.1"] = ["other.example", "Mx.Contoso.Example."],
            ["192.0.2.2"] = ["mx.contoso.example"],
            ["2001:db8::1"] = ["mx.contoso.example"],
            ["192.0.2.3"] = ["gone.example"],
            ["192.0.2.4"] = [.. Enumerable.Range(0, 10).Select(i => $"n{i}.example"), "late.example"],
        },
        Addresses =
        {
            ["mx.contoso.example"] = ["192.0.2.1", "2001:db8::1"],
            ["late.example"] = ["192.0.2.4"],
        },
    };

    [Theory]
    [InlineData("192.0.2.1", IprevResult.Pass, "mx.contoso.example")]
    [InlineData("::ffff:192.0.2.1", IprevResult.Pass, "mx.contoso.example")]
    [InlineData("2001:db8::1", IprevResult.Pass, "mx.contoso.example")]
    [InlineData("192.0.2.2", IprevResult.Fail, "mx.contoso.example")]
    [InlineData("192.0.2.3", IprevResult.Fail, "gone.example")]
    [InlineData("192.0.2.4", IprevResult.Fail, "n0.example")]
    [InlineData("192.0.2.9", IprevResult.PermError, null)]
    public async Task A_name_counts_where_it_leads_back(string client, IprevResult result, string? name) =>
        Assert.Equal(new IprevVerdict(result, name), await CheckAsync(client));

    [Theory]
    [InlineData("ptr 192.0.2.1", null)]
    [InlineData("mx.contoso.example", "other.example")]
    public async Task A_fault_is_no_fail(string fault, string? name)
    {
        zone.Faults.Add(fault);
        Assert.Equal(new IprevVerdict(IprevResult.TempError, name), await CheckAsync("192.0.2.1"));
    }

    private ValueTask<IprevVerdict> CheckAsync(string client) => new IprevEvaluator(zone).CheckAsync(
        IPAddress.Parse(client), TestContext.Current.CancellationToken);
}
