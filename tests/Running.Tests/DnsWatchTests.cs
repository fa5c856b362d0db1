using Causeway.Transport.Tests;
using Causeway.Watching.Ledgers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Causeway.Running.Tests;

public sealed class DnsWatchTests
{
    [Fact]
    public async Task A_fault_of_one_organization_ends_the_look_for_nobody()
    {
        await using var site = await TwoOrganizations.OpenAsync(["contoso.example"], ["northwind.example"]);
        site.Dns.Broken.Add("contoso.example");
        var ledger = new DnsLedger(site.Clock);
        await using var watch = new DnsWatch(
            site.Tenants, Some.Cloud, site.Dns, ledger, site.Clock, NullLogger<DnsWatch>.Instance);

        await LookedAsync("northwind");
        site.Dns.Broken.Clear();
        await LookedAsync("contoso");

        // Nothing is published, which is found out by whoever looks.
        Task LookedAsync(string organization) => TwoOrganizations.UntilAsync(() =>
        {
            site.Clock.Advance(TimeSpan.FromMinutes(1));
            return ledger.Seen.Any(seen => seen.Organization == organization);
        });
    }
}
