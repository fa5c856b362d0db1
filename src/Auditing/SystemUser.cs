namespace Causeway.Auditing;

/// <summary>Users of the operating system, as the audit log names them: <c>ada (1000)</c>.</summary>
public static class SystemUser
{
    private const string Users = "/etc/passwd";
    private const string OwnStatus = "/proc/self/status";

    /// <summary>The user of this process.</summary>
    public static string OfProcess()
    {
        // The second number is that of the effective user.
        var line = File.Exists(OwnStatus)
            ? File.ReadLines(OwnStatus).FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))
            : null;
        return line is not null && line.Split('\t') is { Length: > 2 } fields ? Named(fields[2]) : "unknown";
    }

    /// <summary>The name with the number, or the number alone where it has no name.</summary>
    public static string Named(string number) => NameOf(number) is { } name ? $"{name} ({number})" : number;

    private static string? NameOf(string number) => File.Exists(Users)
        ? File.ReadLines(Users).Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && fields[2] == number)?[0]
        : null;
}
