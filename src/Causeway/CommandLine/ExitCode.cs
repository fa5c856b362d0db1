namespace Causeway.CommandLine;

/// <summary>The exit codes of every command (section 8 of the design).</summary>
internal static class ExitCode
{
    public const int Good = 0;

    /// <summary>The answer is no.</summary>
    public const int No = 1;

    /// <summary>Usage or unreadable input; stdout is empty.</summary>
    public const int Usage = 2;

    /// <summary>It could not run.</summary>
    public const int CouldNotRun = 3;
}
