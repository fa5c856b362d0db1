using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using Causeway.Configuration;

namespace Causeway.CommandLine;

/// <summary>Values that a shell can complete.</summary>
internal static class Completions
{
    /// <summary>The sites of the topology file that the line names so far.</summary>
    public static Option<T> WithSites<T>(this Option<T> option)
    {
        option.CompletionSources.Add(context => context.ParseResult.CommandResult.Children.OfType<ArgumentResult>()
            .Where(argument => argument.Argument.Name == TopologyInput.FileName)
            .SelectMany(argument => argument.Tokens).Take(1).SelectMany(token => SitesOf(token.Value)));
        return option;
    }

    private static IEnumerable<CompletionItem> SitesOf(string file) =>
        TopologyReader.Read(file) is { IsReadable: true } read
            ? read.Topology.Organization.Sites.Select(site => new CompletionItem(site.Name.Value))
            : [];
}
