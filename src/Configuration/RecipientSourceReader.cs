using Causeway.Configuration.Yaml;
using Causeway.Core.Topology;

namespace Causeway.Configuration;

/// <summary>Reads <c>recipients-from</c> of a domain: the word call-ahead, or a directory to read.</summary>
internal sealed class RecipientSourceReader(FaultList faults)
{
    public RecipientSource? Read(Section domain, string what)
    {
        switch (domain.Find("recipients-from"))
        {
            case null:
                return null;
            case ScalarNode { Value: "call-ahead" }:
                return RecipientSource.CallAhead;
            case MapNode map:
                return Section.Open(map, $"the source of {what}", Keys.RecipientSource, faults) is { } section
                    ? ReadLdap(section) : null;
            case ScalarNode scalar:
                domain.Wrong(scalar, "recipients-from", "write call-ahead, or { ldap: URL, base: DN }");
                return null;
            case var other:
                faults.Add(
                    other.Start, $"'recipients-from' is {other.Description}",
                    "write call-ahead, or { ldap: URL, base: DN }");
                return null;
        }
    }

    private RecipientSource? ReadLdap(Section section)
    {
        section.Require("ldap");
        section.Require("base");
        var source = section.Scalar("ldap") is { } scalar ? ReadServer(section, scalar) : null;
        var bind = section.Scalar("bind")?.Value;
        var passwordFile = section.Scalar("password-file");
        if (bind is null != (passwordFile is null))
        {
            faults.Add(
                section.Start, "one of 'bind' and 'password-file' is missing", "write both, or none for anonymous");
        }

        if (passwordFile is not null && source is { Scheme: "ldap", IsLoopback: false })
        {
            faults.Add(passwordFile.Start, "the password would travel in clear", "write ldaps:// in 'ldap'");
        }

        return source is null || section.Scalar("base") is not { } root ? null : new RecipientSource
        {
            Ldap = new LdapSource
            {
                Server = source,
                Base = root.Value,
                Filter = section.Scalar("filter")?.Value ?? "(mail=*)",
                Attributes = section.Scalars("attributes") is { Count: > 0 } named
                    ? [.. named.Select(name => name.Value)] : ["mail", "proxyAddresses"],
                Bind = bind,
                PasswordFile = passwordFile?.Value,
                Every = section.Duration("every") ?? TimeSpan.FromMinutes(15),
                Limit = section.Duration("limit") ?? TimeSpan.FromDays(1),
            },
        };
    }

    private static Uri? ReadServer(Section section, ScalarNode scalar)
    {
        if (Uri.TryCreate(scalar.Value, UriKind.Absolute, out var url) && url.Scheme is "ldap" or "ldaps"
            && url.Host.Length > 0 && url.PathAndQuery.Trim('/').Length == 0 && url.UserInfo.Length == 0)
        {
            return url;
        }

        section.Wrong(scalar, "ldap", $"write '{Keys.Example("ldap")}'");
        return null;
    }
}
