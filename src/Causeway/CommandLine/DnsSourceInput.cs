using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using Causeway.Authentication.Publishing;
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

    public void AddTo(Command command)
    {
        command.Add(resolvers);
        command.Add(zone);
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
            if (Zone(path) is not { } source)
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

    /// <summary>Asks every source, and holds what the first says against the plan.</summary>
    public static async Task<DnsComparison> CompareAsync(
        DnsPlan plan, ImmutableArray<DnsSource> sources, CancellationToken cancellationToken)
    {
        var published = await Task.WhenAll(sources.Select(source =>
            new RecordGatherer(source.Resolver, source.Name, source.Knows).GatherAsync(plan, cancellationToken)))
            .ConfigureAwait(false);
        return Comparer.Compare(plan, [.. published]);
    }

    private static DnsSource? Zone(string path)
    {
        var file = ZoneFile.Read(path, File.ReadAllText(path), origin: null);
        foreach (var error in file.Errors)
        {
            Console.Error.WriteLine(error);
        }

        var resolver = new ZoneResolver(file);
        return file.Errors.IsEmpty ? new DnsSource(path, resolver, resolver.Knows) : null;
    }

    // What was kept would say nothing about what is out there now.
    private static DnsResolver Resolver(IReadOnlyList<IPEndPoint> servers) => new(new DnsResolverOptions
    {
        Servers = servers, Timeout = LongestAnswer,
    });
}
