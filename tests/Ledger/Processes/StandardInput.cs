using Microsoft.Win32.SafeHandles;

namespace Causeway.Ledger.Processes;

/// <summary>The line by which the test tells its processes what to do; its end ends them.</summary>
internal static class StandardInput
{
    public static StreamReader Open() =>
        new(new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 1));
}
