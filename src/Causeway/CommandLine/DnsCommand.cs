using System.CommandLine;

namespace Causeway.CommandLine;

/// <summary><c>dns records FILE</c> and <c>dns check FILE</c>: what DNS must say, and what it says.</summary>
internal static class DnsCommand
{
    public static Command Create() => new("dns", "See what DNS must say, and hold what is live against it.")
    {
        DnsRecordsCommand.Create(), DnsCheckCommand.Create(),
    };
}
