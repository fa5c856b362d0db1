using Causeway.Core.Topology;
using Causeway.Transport;

namespace Causeway.Lab;

/// <summary>
/// What <c>lab --show</c> prints: where things are, and in which options the lab differs from production.
/// </summary>
internal static class LabDescription
{
    public static void Write(TextWriter output)
    {
        var settings = SiteSettings.Lab;
        var production = SiteSettings.Production;
        var (ours, theirs) = (Seconds(settings.RetryAfter!.Value), Minutes(QueuePolicy.Default.Retry));
        output.WriteLine($"""
            Hosts
              DNS                {LabHosts.Dns} (udp, tcp)
              internet           {LabHosts.Internet}:{LabHosts.MtaPort}, the MTA of fabrikam.example
              filter             {LabHosts.Filter}:{LabHosts.MtaPort}
              cloud              {LabHosts.Cloud}:{LabHosts.MtaPort}, submission 2587 (STARTTLS) and 2465 (TLS)
                                 directory 2443 (for filter and office)
              office             {LabHosts.Office}:{LabHosts.MtaPort}, submission 2587 (STARTTLS) and 2465 (TLS)
              woodgrove.example  {LabHosts.Woodgrove}:{LabHosts.MtaPort}, left free for an MTA of your own
              strangers          127.0.0.101-149 in good standing, 127.0.0.150-199 listed in bl.lab.example

            Mailboxes (user name: the whole address; password: {LabHosts.Password})
              cloud    ada, charles, postmaster @contoso.example; countess is ada; the group team is ada and grace
              office   grace, edsger @contoso.example; edsger forwards to bob@fabrikam.example and keeps
              outside  alice, bob, echo (answers) @fabrikam.example

            The lab differs from production in these options only (`up --lab` sets them)
              MX delivery to port          {settings.MxPort} instead of {production.MxPort}
              loopback found by MX         connected to, instead of refused
              resolver                     {string.Join(", ", settings.Resolvers)} instead of the system's
              retry after                  {ours} s instead of {theirs} min
            """);
    }

    private static string Seconds(IEnumerable<TimeSpan> waits) =>
        string.Join(", ", waits.Select(wait => wait.TotalSeconds));

    private static string Minutes(IEnumerable<TimeSpan> waits) =>
        string.Join(", ", waits.Select(wait => wait.TotalMinutes));
}
