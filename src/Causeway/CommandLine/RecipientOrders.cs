using System.CommandLine;
using System.Text;
using System.Text.Json;
using Causeway.Admin;

namespace Causeway.CommandLine;

/// <summary>
/// <c>recipient add|change|remove|import</c>: says to a running site what is to be in the directory; the site hands it
/// on to the one that keeps it.
/// </summary>
internal sealed class RecipientOrders
{
    private readonly Option<string> data = DataFolder.Option();
    private readonly Option<string?> organization = new("--organization")
    {
        Description = "whose directory; needed where the sites serve several", HelpName = "NAME",
    };

    private readonly Option<bool> dryRun = new("--dry-run")
    {
        Description = "show what would change, and change nothing",
    };

    private readonly Option<bool> json = TopologyInput.JsonOption();

    public static Command Add()
    {
        var orders = new RecipientOrders();
        var address = AddressArgument();
        var fields = new RecipientFieldOptions();
        var command = orders.With(new Command("add", "Add a recipient.") { address }, fields);
        command.SetAction((parsed, ct) => orders.SendAsync(
            parsed, new DirectoryOrder
            {
                Kind = DirectoryOrderKind.Add,
                Rows = RecipientRows.Of([(parsed.GetValue(address)!, fields.Of(parsed, DefaultFields))]),
            }, ct));
        return command;
    }

    public static Command Change()
    {
        var orders = new RecipientOrders();
        var address = AddressArgument();
        var fields = new RecipientFieldOptions();
        var command = orders.With(
            new Command("change", "Change what is given of a recipient, and leave the rest.") { address }, fields);
        command.SetAction((parsed, ct) => orders.ChangeAsync(parsed, parsed.GetValue(address)!, fields, ct));
        return command;
    }

    public static Command Remove()
    {
        var orders = new RecipientOrders();
        var addresses = new Argument<string[]>("ADDRESS")
        {
            Description = "primary addresses", Arity = ArgumentArity.OneOrMore,
        };
        var command = orders.With(new Command(
            "remove", "Remove recipients: mail to them is refused from then on; what lies in a mailbox stays on disk.")
        {
            addresses,
        });
        command.SetAction((parsed, ct) => orders.SendAsync(
            parsed,
            new DirectoryOrder { Kind = DirectoryOrderKind.Remove, Addresses = parsed.GetValue(addresses)! }, ct));
        return command;
    }

    public static Command Import()
    {
        var orders = new RecipientOrders();
        var file = new Argument<string>("FILE") { Description = "a recipients file; - for standard input" };
        var replace = new Option<bool>("--replace") { Description = "remove recipients that the file does not name" };
        var command = orders.With(new Command("import", "Add or change every recipient of a file, all or none.")
        {
            file, replace,
        });
        command.SetAction(async (parsed, ct) =>
        {
            var path = parsed.GetValue(file)!;
            var rows = path == "-"
                ? await Console.In.ReadToEndAsync(ct).ConfigureAwait(false)
                : await File.ReadAllTextAsync(path, ct).ConfigureAwait(false);
            return await orders.SendAsync(parsed, new DirectoryOrder
            {
                Kind = parsed.GetValue(replace) ? DirectoryOrderKind.Replace : DirectoryOrderKind.Import,
                Rows = rows,
                Name = path == "-" ? "standard input" : path,
            }, ct).ConfigureAwait(false);
        });
        return command;
    }

    private static Dictionary<string, string> DefaultFields() => new(StringComparer.Ordinal) { ["kind"] = "mailbox" };

    private static Argument<string> AddressArgument() => new("ADDRESS") { Description = "the primary address" };

    /// <summary>The command with the options of every order.</summary>
    public Command With(Command command, RecipientFieldOptions? fields = null)
    {
        foreach (var option in (fields?.All ?? []).Concat([data, organization, dryRun, json]))
        {
            command.Add(option);
        }

        return command;
    }

    private async Task<int> ChangeAsync(
        ParseResult parsed, string address, RecipientFieldOptions fields, CancellationToken ct)
    {
        using var sites = await RecipientSites.OpenAsync(parsed.GetValue(data)!, ct).ConfigureAwait(false);
        if (sites is null)
        {
            return ExitCode.CouldNotRun;
        }

        if (sites.Choose(parsed.GetValue(organization), address) is not var (listed, site))
        {
            return ExitCode.Usage;
        }

        var found = (await site.ListRecipientsAsync(listed.Organization, address, ct).ConfigureAwait(false))
            .SelectMany(listing => listing.Recipients)
            .FirstOrDefault(row => string.Equals(row.Address, address, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            await Console.Error.WriteLineAsync($"causeway: no recipient has the primary address {address}; "
                + $"`causeway recipient list {address}` finds the owner of a proxy.").ConfigureAwait(false);
            return ExitCode.No;
        }

        var changed = fields.Of(parsed, () => new Dictionary<string, string>(found.Fields, StringComparer.Ordinal));
        return await SendAsync(site, parsed, new DirectoryOrder
        {
            Organization = listed.Organization,
            Kind = DirectoryOrderKind.Change,
            Rows = RecipientRows.Of([(found.Address, changed)]),
            Seen = found.Version,
        }, ct).ConfigureAwait(false);
    }

    /// <summary>Sends the order to where its first address belongs, and prints the answer.</summary>
    public async Task<int> SendAsync(ParseResult parsed, DirectoryOrder order, CancellationToken ct)
    {
        using var sites = await RecipientSites.OpenAsync(parsed.GetValue(data)!, ct).ConfigureAwait(false);
        return sites is null ? ExitCode.CouldNotRun
            : sites.Choose(parsed.GetValue(organization), FirstAddress(order)) is not var (listed, site)
            ? ExitCode.Usage
            : await SendAsync(site, parsed, order with { Organization = listed.Organization }, ct)
                .ConfigureAwait(false);
    }

    private static string? FirstAddress(DirectoryOrder order) =>
        order.Addresses is [var first, ..] ? first : FirstRow(order);

    private static string? FirstRow(DirectoryOrder order) =>
        order.Rows?.Split('\n').Skip(1).FirstOrDefault(line => line.Contains('@', StringComparison.Ordinal))
            ?.Split(',')[0].Trim('"', '\r');

    private async Task<int> SendAsync(ApiClient site, ParseResult parsed, DirectoryOrder order, CancellationToken ct)
    {
        var isDryRun = parsed.GetValue(dryRun);
        var answer = await site.OrderAsync(
            order with { IsDryRun = isDryRun }, ct).ConfigureAwait(false);
        if (parsed.GetValue(json))
        {
            Console.WriteLine(JsonSerializer.Serialize(answer, Json.Readable.DirectoryAnswer));
        }
        else
        {
            Print(answer, isDryRun);
        }

        return answer.Ok ? ExitCode.Good : ExitCode.No;
    }

    private static void Print(DirectoryAnswer answer, bool isDryRun)
    {
        foreach (var fault in answer.Faults)
        {
            Console.Error.WriteLine($"causeway: {fault}");
        }

        foreach (var change in answer.Changes)
        {
            Console.WriteLine(change);
        }

        Console.WriteLine(!answer.Ok ? "nothing was changed"
            : answer.Changes.Count == 0 ? "nothing to change"
            : $"{Words.Count(answer.Changes.Count, "recipient")} {(isDryRun ? "would be changed" : "changed")}");
    }
}
