using System.Runtime.InteropServices;

namespace Causeway.Storage;

/// <summary>
/// fsync of a directory, for which .NET has no call. Windows journals names by itself and needs none.
/// </summary>
internal static partial class FolderSync
{
    private const int ReadOnlyDirectory = 0;

    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, ReadOnlyDirectory);
        if (descriptor < 0)
        {
            throw new IOException($"{path}: cannot be opened for sync: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (FileSync(descriptor) != 0)
            {
                throw new IOException($"{path}: fsync failed: {Marshal.GetLastPInvokeErrorMessage()}");
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FileSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
