using System.Runtime.InteropServices;

namespace Causeway.Storage;

/// <summary>
/// Whose a file is. An administrator works as root on folders that belong to the user of a service, which must be able
/// to read what root wrote there.
/// </summary>
public static partial class FileOwner
{
    private const int CurrentFolder = -100;
    private const uint UserAndGroup = 0x8 | 0x10;

    /// <summary>Gives a file that root has written to the owner of the folder that it lies in.</summary>
    public static void FollowFolder(string path) =>
        Follow(path, Path.GetDirectoryName(Path.GetFullPath(path)) ?? path);

    /// <summary>Gives a file that root has written to the owner of another one.</summary>
    public static void Follow(string path, string other)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return;
        }

        if (Look(CurrentFolder, other, 0, UserAndGroup, out var found) != 0
            || ChangeOwner(path, found.User, found.Group) != 0)
        {
            throw new IOException(
                $"{path}: cannot be given to the owner of {other}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Look(int folder, string path, int flags, uint mask, out Attributes attributes);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    // statx(2): 256 octets on every processor, of which two numbers are wanted.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Attributes
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;
    }
}
