using Causeway.Storage;

namespace Causeway.Transport.Identity;

/// <summary>Files with secrets: mode 0600 from the first octet on, and never half written.</summary>
public static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        FileOwner.FollowFolder(temporary);
        File.Move(temporary, path, overwrite: true);
    }
}
