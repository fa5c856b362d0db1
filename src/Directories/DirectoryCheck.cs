using Causeway.Storage;

namespace Causeway.Directories;

/// <summary>Reads what a site has of directories without changing anything.</summary>
public static class DirectoryCheck
{
    /// <summary>What is damaged, and what to do about it; null where nothing is, or nothing is there.</summary>
    public static async ValueTask<string?> FaultAsync(IDisk disk, CancellationToken ct)
    {
        try
        {
            if (disk.Exists(DirectoryLog.Name))
            {
                await DirectoryLog.ReadAsync(disk, ct).ConfigureAwait(false);
            }

            return null;
        }
        catch (InvalidDataException fault)
        {
            return fault.Message;
        }
    }
}
