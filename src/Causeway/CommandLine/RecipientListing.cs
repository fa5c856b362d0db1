using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary><c>recipient list [ADDRESS]</c> and <c>recipient export</c>: what the directory holds.</summary>
internal static class RecipientListing
{
    public static Command List()
    {
        var address = new Argument<string?>("ADDRESS")
        {
            Description = "an address that somebody owns, or a part of a primary address; default: everybody",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var (data, organization) = (DataFolder.Option(), OrganizationOption());
        var json = TopologyInput.JsonOption();
        var command = new Command("list", "List recipients, and where they are served.")
        {
            address, data, organization, json,
        };
        command.SetAction((parsed, ct) => WithListingsAsync(
            parsed.GetValue(data)!, parsed.GetValue(organization), parsed.GetValue(address), listings =>
            {
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(JsonSerializer.Serialize(
                        [.. listings], Json.Readable.DirectoryListingArray));
                }
                else
                {
                    listings.ToList().ForEach(Print);
                }

                return Task.FromResult(
                    listings.Any(listing => listing.Recipients.Count > 0) ? ExitCode.Good : ExitCode.No);
            }, ct));
        return command;
    }

    public static Command Export()
    {
        var target = new Option<string>("--to")
        {
            Description = "the recipients file to write; - for standard output", HelpName = "FILE",
            DefaultValueFactory = _ => "-",
        };
        var (data, organization) = (DataFolder.Option(), OrganizationOption());
        var command = new Command("export", "Write the directory as a recipients file.")
        {
            target, data, organization,
        };
        command.SetAction((parsed, ct) => WithListingsAsync(
            parsed.GetValue(data)!, parsed.GetValue(organization), null, async listings =>
            {
                if (listings.Count != 1)
                {
                    await Console.Error.WriteLineAsync("causeway: the sites serve "
                        + $"{string.Join(", ", listings.Select(listing => listing.Organization))}; say which with "
                        + "--organization.").ConfigureAwait(false);
                    return ExitCode.Usage;
                }

                var rows = RecipientRows.Of([.. listings[0].Recipients.Select(row => (row.Address, row.Fields))]);
                var path = parsed.GetValue(target)!;
                if (path == "-")
                {
                    await Console.Out.WriteAsync(rows.AsMemory(), ct).ConfigureAwait(false);
                }
                else
                {
                    await File.WriteAllTextAsync(path, rows, ct).ConfigureAwait(false);
                    await Console.Error.WriteLineAsync(
                        $"{Words.Count(listings[0].Recipients.Count, "recipient")} written to {path}")
                        .ConfigureAwait(false);
                }

                return ExitCode.Good;
            }, ct));
        return command;
    }

    private static Option<string?> OrganizationOption() => new("--organization")
    {
        Description = "whose directory; default: all that the site serves", HelpName = "NAME",
    };

    private static async Task<int> WithListingsAsync(
        string data, string? organization, string? address, Func<IReadOnlyList<DirectoryListing>, Task<int>> act,
        CancellationToken ct)
    {
        using var sites = await RecipientSites.OpenAsync(data, ct).ConfigureAwait(false);
        if (sites is null)
        {
            return ExitCode.CouldNotRun;
        }

        var listings = new List<DirectoryListing>();
        foreach (var (listed, site) in sites.All
            .Where(one => organization is null || one.Organization.Organization == organization))
        {
            listings.AddRange(await site.ListRecipientsAsync(listed.Organization, address, ct).ConfigureAwait(false));
        }

        return await act(listings).ConfigureAwait(false);
    }

    private static void Print(DirectoryListing listing)
    {
        var width = listing.Recipients.Select(row => row.Address.Length).DefaultIfEmpty(0).Max();
        foreach (var row in listing.Recipients)
        {
            var others = row.Fields.Where(field => field.Key is not ("kind" or "site"));
            Console.WriteLine(string.Join("  ", new[]
            {
                row.Address.PadRight(width), row.Fields.GetValueOrDefault("kind", "").PadRight(9),
                row.Fields.GetValueOrDefault("site", "-").PadRight(8),
                string.Join("  ", others.Select(field => $"{field.Key}: {field.Value}")),
            }).TrimEnd());
        }

        Console.WriteLine($"{Words.Count(listing.Recipients.Count, "recipient")} of {listing.Organization}; kept by "
            + $"{listing.Primary}, seen at {listing.Site} after change {listing.Number}");
    }
}
