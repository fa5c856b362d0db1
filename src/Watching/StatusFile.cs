using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Causeway.Watching;

/// <summary>
/// The last status of a site, in its data folder: what <c>status</c> shows of a stopped site, and what the next run
/// goes on from. An aid: not synced, and one that cannot be read is ignored.
/// </summary>
public sealed class StatusFile(string path, ILogger logger)
{
    public SiteStatus? Read()
    {
        try
        {
            return TryRead(path);
        }
        catch (JsonException fault)
        {
            Log.StatusIgnored(logger, path, fault);
            return null;
        }
    }

    /// <summary>The status that lies there; null where there is none. Throws <see cref="JsonException"/>.</summary>
    public static SiteStatus? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StatusJson.Default.SiteStatus);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Write(SiteStatus status)
    {
        try
        {
            var temporary = path + ".new";
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(status, StatusJson.Default.SiteStatus));
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Log.StatusNotWritten(logger, path, fault);
        }
    }
}
