using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using Causeway.Authentication.Publishing;
using Causeway.Core.Addresses;
using Causeway.Core.Publishing;
using Causeway.Dns;
using Causeway.Dns.Zones;

namespace Causeway.CommandLine;

/// <summary>The options that say whom to ask what is published: resolvers, or a zone file.</summary>
internal sealed class DnsSourceInput
{
    // A command is for somebody who waits.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(3);

    private readonly Option<string[]> resolvers = new("--resolver")
    {
        Description = "whom to ask; several are compared; default: the system's resolver", HelpName = "IP[:PORT]",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> zone = new("--zone")
    {
        Description = "judge this zone file", HelpName = "ZONEFILE",
    };

    private readonly Option<string?> origin = new("--origin")
    {
        Description = "which zone the zone file is of, where it does not say so itself ($ORIGIN)", HelpName = "DOMAIN",
    };

    public void AddTo(Command command)
    {
        command.Add(resolvers);
        command.Add(zone);
        command.Add(origin);
    }

    public bool HasZone(ParseResult parsed) => parsed.GetValue(zone) is not null;

    public bool HasResolver(ParseResult parsed) => parsed.GetValue(resolvers) is { Length: > 0 };

    /// <summary>
    /// Whom to ask, the zone file first; null, with the reason on stderr, where an option cannot be read.
    /// </summary>
    public ImmutableArray<DnsSource>? Sources(ParseResult parsed)
    {
        var sources = ImmutableArray.CreateBuilder<DnsSource>();
        if (parsed.GetValue(zone) is { } path)
        {
            if (Zone(path, parsed.GetValue(origin)) is not { } source)
            {
                return null;
            }

            sources.Add(source);
        }

        foreach (var text in parsed.GetValue(resolvers) ?? [])
        {
            if (!DnsServerText.TryParse(text, out var server))
            {
                Console.Error.WriteLine(
                    $"causeway: --resolver '{text}' is no address; write one such as 127.0.0.53:53.");
                return null;
            }

            sources.Add(new DnsSource(server.ToString(), Resolver([server]), null));
        }

        if (sources.Count == 0)
        {
            sources.Add(new DnsSource("the system's resolver", Resolver([]), null));
        }

        return sources.ToImmutable();
    }

    /// <summary>Asks every source, and holds what the first that answers says against the plan.</summary>
    public static async Task<DnsComparison> CompareAsync(
        DnsPlan plan, ImmutableArray<DnsSource> sources, CancellationToken cancellationToken)
    {
        var published = await Task.WhenAll(sources.Select(source =>
            new RecordGatherer(source.Resolver, source.Name, source.Knows).GatherAsync(plan, cancellationToken)))
            .ConfigureAwait(false);
        return Comparer.Compare(plan, [.. published]);
    }

    private static DnsSource? Zone(string path, string? origin)
    {
        DomainName named = default;
        if (origin is not null && !DomainInput.TryRead(origin, out named))
        {
            Console.Error.WriteLine(DomainInput.NoDomain(origin));
            return null;
        }

        if (Text(path) is not { } text)
        {
            return null;
        }

        var file = ZoneFile.Read(path, text, origin is null ? null : named.Value);
        foreach (var error in file.Errors)
        {
            Console.Error.WriteLine(error);
        }

        if (!file.Errors.IsEmpty && origin is null && !text.Contains("$ORIGIN", StringComparison.OrdinalIgnoreCase))
        {
            Console.Error.WriteLine("causeway: the file does not say which zone it is of, and a name server knows that "
                + "from its own settings; --origin a.example says it here.");
        }

        var resolver = new ZoneResolver(file);
        return file.Errors.IsEmpty ? new DnsSource(path, resolver, resolver.Knows) : null;
    }

    private static string? Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var why = Directory.Exists(path) ? "is a folder" : File.Exists(path) ? "may not be read" : "does not exist";
            Console.Error.WriteLine($"causeway: --zone '{path}' {why}; write the name of a zone file.");
            return null;
        }
    }

    // What was kept would say nothing about what is out there now.
    private static DnsResolver Resolver(IReadOnlyList<IPEndPoint> servers) => new(new DnsResolverOptions
    {
        Servers = servers, Timeout = LongestAnswer,
    });
}
