using Causeway.Core.Addresses;
using Causeway.Keeping;
using Causeway.Mailboxes;
using Causeway.Storage;
using Causeway.Tracing;

namespace Causeway.Admin;

/// <summary>
/// A site's data folder: where everything lies, and what can be read from it while the site runs or is stopped.
/// </summary>
public sealed class SiteFolder(string path) : ISiteView
{
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    public string Site => System.IO.Path.GetFileName(Path);

    public string Spool => In("spool");

    public string Mailboxes => In("mailboxes");

    /// <summary>What the site remembers for some days: senders of return addresses, correspondents.</summary>
    public string Memory => In("memory");

    /// <summary>The last good copies of what other products say of their recipients; lost ones are read anew.</summary>
    public string Foreign => In("foreign");

    /// <summary>The identity of the site in the organization of the first file.</summary>
    public string Identity => In("identity.pem");

    /// <summary>The identity of the site in a further organization that it serves.</summary>
    public string IdentityIn(string organization) => In($"identity.{organization}.pem");

    public string Credentials => In("credentials");

    /// <summary>The keys by which the site signs mail, a folder for each domain.</summary>
    public string SigningKeys => In("dkim");

    public string ApiSocket => In("api.sock");

    /// <summary>What the site last said of itself.</summary>
    public string Status => In("status.json");

    /// <summary>True where a site has run with this folder.</summary>
    public bool HasData => Directory.Exists(Spool);

    /// <summary>The data folders of sites directly below a folder; the folder itself where it is one.</summary>
    /// <remarks>Names that begin with a dot are what a restore put aside.</remarks>
    public static IReadOnlyList<SiteFolder> Below(string folder)
    {
        var itself = new SiteFolder(folder);
        return itself.HasData
            ? [itself]
            : Directory.Exists(folder)
                ? [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
                    .Select(path => new SiteFolder(path)).Where(site => site.HasData && site.Site[0] != '.')]
                : [];
    }

    /// <summary>
    /// Itself; throws <see cref="InvalidDataException"/> where its data are of a version that this program cannot read.
    /// </summary>
    public SiteFolder Checked()
    {
        DataFormat.Check(Path);
        return this;
    }

    public async Task<IReadOnlyList<StoredMessage>> ListAsync(EmailAddress address, CancellationToken ct)
    {
        using var store = new MailboxStore(new FolderDisk(Mailboxes));
        return await store.ListAsync(address, ct).ConfigureAwait(false);
    }

    public async Task<byte[]?> ReadAsync(EmailAddress address, string id, CancellationToken ct)
    {
        using var store = new MailboxStore(new FolderDisk(Mailboxes));
        if (store.Open(address, id, ct) is not { } pieces)
        {
            return null;
        }

        using var octets = new MemoryStream();
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            octets.Write(piece.Span);
        }

        return octets.ToArray();
    }

    public Task<IReadOnlyList<string>> FindTracesAsync(TraceQuery query, CancellationToken ct) =>
        Traces.FindTracesAsync(query, ct);

    public Task<IReadOnlyList<MessageTrace>> ReadTracesAsync(
        IReadOnlySet<string> ids, DateTimeOffset? until, CancellationToken ct) =>
        Traces.ReadTracesAsync(ids, until, ct);

    private SpoolTraces Traces => new(Site, new FolderDisk(Spool));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
