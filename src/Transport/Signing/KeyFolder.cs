using System.Collections.Immutable;
using Causeway.Core.Addresses;
using Causeway.Storage;
using Causeway.Transport.Identity;

namespace Causeway.Transport.Signing;

/// <summary>
/// The keys by which one site signs in the name of one domain: <c>DOMAIN/SELECTOR.key</c>, mode 0600.
/// </summary>
public sealed class KeyFolder(string parent, DomainName domain)
{
    private const string Ending = ".key";

    public string Path { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(parent, domain.Value));

    /// <summary>The folders of all domains that have one below <paramref name="parent"/>.</summary>
    public static IEnumerable<KeyFolder> Below(string parent) => Directory.Exists(parent)
        ? Directory.GetDirectories(parent).Order(StringComparer.Ordinal)
            .Select(path => DomainName.TryParse(System.IO.Path.GetFileName(path), out var domain)
                ? new KeyFolder(parent, domain) : null)
            .OfType<KeyFolder>()
        : [];

    /// <summary>All keys; none where there is no folder.</summary>
    /// <exception cref="InvalidDataException">A file is no key.</exception>
    public ImmutableArray<DatedKey> Read() => Directory.Exists(Path)
        ? [.. Directory.GetFiles(Path, $"*{Ending}").Order(StringComparer.Ordinal).Select(Read)]
        : [];

    /// <summary>Writes a key; the path of its file.</summary>
    public string Add(DatedKey key)
    {
        Make(Path);
        var path = FileOf(key.Key.Selector);
        PrivateFile.Write(path, key.ToText());
        return path;
    }

    public string Remove(string selector)
    {
        File.Delete(FileOf(selector));
        return FileOf(selector);
    }

    public bool Has(string selector) => File.Exists(FileOf(selector));

    private static void Make(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Make(System.IO.Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            FileOwner.FollowFolder(folder);
        }
    }

    private string FileOf(string selector) => System.IO.Path.Combine(Path, selector + Ending);

    private DatedKey Read(string path)
    {
        try
        {
            return DatedKey.Parse(domain, System.IO.Path.GetFileNameWithoutExtension(path), File.ReadAllText(path));
        }
        catch (FormatException fault)
        {
            throw new InvalidDataException(
                $"{path} is no DKIM key: {fault.Message} Restore it, or take it away and make another with "
                + "`causeway dkim rotate`.", fault);
        }
    }
}
