using System.Collections.Immutable;

namespace Causeway.Core.Topology;

/// <summary>A directory of another product, read by LDAP (RFC 4511).</summary>
public sealed record LdapSource
{
    /// <summary>ldap or ldaps, with host and port.</summary>
    public required Uri Server { get; init; }

    /// <summary>Where the search begins.</summary>
    public required string Base { get; init; }

    /// <summary>Which entries are recipients (RFC 4515).</summary>
    public string Filter { get; init; } = "(mail=*)";

    /// <summary>The attributes that hold addresses, with or without <c>smtp:</c> before them.</summary>
    public ImmutableArray<string> Attributes { get; init; } = ["mail", "proxyAddresses"];

    /// <summary>As whom to read; null for anonymous.</summary>
    public string? Bind { get; init; }

    /// <summary>The file that holds the password of <see cref="Bind"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>How often it is read.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// From which age on the last good copy does not say any more who does not exist; who does, it goes on saying.
    /// </summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromDays(1);
}
