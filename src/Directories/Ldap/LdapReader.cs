using System.DirectoryServices.Protocols;
using System.Net;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;

namespace Causeway.Directories.Ldap;

/// <summary>Reads the addresses of a domain from a directory by LDAP (RFC 4511), page by page (RFC 2696).</summary>
public sealed class LdapReader(LdapSource source, Func<string?> password, AcceptedDomain domain)
{
    /// <summary>More addresses than that are taken for a wrong filter.</summary>
    public const int Most = 1_000_000;

    private const int Page = 1000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Blocks while the directory answers.</summary>
    /// <exception cref="IOException">It cannot be read; the message says why.</exception>
    public IReadOnlySet<EmailAddress> Read()
    {
        try
        {
            using var connection = Connect();
            connection.Bind();
            return Search(connection);
        }
        catch (Exception fault) when (fault is DirectoryException or UnauthorizedAccessException)
        {
            var detail = (fault as LdapException)?.ServerErrorMessage is { Length: > 0 } said ? $" ({said})" : "";
            throw new IOException($"{source.Server} could not be read: {fault.Message}{detail}", fault);
        }
    }

    private LdapConnection Connect()
    {
        var isSecured = source.Server.Scheme == "ldaps";
        var port = source.Server.Port > 0 ? source.Server.Port : isSecured ? 636 : 389;
        var connection = new LdapConnection(new LdapDirectoryIdentifier(source.Server.Host, port))
        {
            AuthType = source.Bind is null ? AuthType.Anonymous : AuthType.Basic,
            Timeout = Longest,
        };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.ReferralChasing = ReferralChasingOptions.None;
        if (isSecured)
        {
            // The system's authorities decide whom to believe, as everywhere where the file names none.
            connection.SessionOptions.SecureSocketLayer = true;
        }

        if (source.Bind is not null)
        {
            connection.Credential = new NetworkCredential(source.Bind, password());
        }

        return connection;
    }

    private HashSet<EmailAddress> Search(LdapConnection connection)
    {
        var found = new HashSet<EmailAddress>();
        var page = new PageResultRequestControl(Page);
        var request = new SearchRequest(source.Base, source.Filter, SearchScope.Subtree, [.. source.Attributes]);
        request.Controls.Add(page);
        do
        {
            var response = (SearchResponse)connection.SendRequest(request, Longest);
            foreach (SearchResultEntry entry in response.Entries)
            {
                Add(entry, found);
            }

            page.Cookie = response.Controls.OfType<PageResultResponseControl>().FirstOrDefault()?.Cookie ?? [];
        }
        while (page.Cookie.Length > 0);
        return found;
    }

    private void Add(SearchResultEntry entry, HashSet<EmailAddress> found)
    {
        foreach (var name in source.Attributes)
        {
            foreach (var value in entry.Attributes[name]?.GetValues(typeof(string)).OfType<string>() ?? [])
            {
                if (EmailAddress.TryParse(Plain(value), out var address) && domain.Covers(address.Domain))
                {
                    found.Add(address);
                }
            }
        }

        if (found.Count > Most)
        {
            throw new IOException($"{source.Server} names more than {Most} addresses; write a narrower filter");
        }
    }

    // As Exchange writes proxyAddresses: SMTP:primary@..., smtp:other@..., x500:/o=...
    private static string Plain(string value) =>
        value.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase) ? value[5..] : value;
}
