using System.CommandLine;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Core.Topology;
using Causeway.Running;
using Causeway.Running.Domains;
using Causeway.Transport.Domains;
using Causeway.Transport.Identity;

namespace Causeway.CommandLine;

/// <summary>
/// <c>domain add|verify</c>: what the owner of a domain publishes, and whether it is there. Asked of a running site,
/// which hands on to the one that keeps the directory.
/// </summary>
internal sealed class DomainOrders
{
    private readonly Option<string?> data = DataFolder.OptionIfThere();
    private readonly Option<string?> organization = new("--organization")
    {
        Description = "whose domain; needed where the sites serve several", HelpName = "NAME",
    };

    private readonly Option<bool> json = TopologyInput.JsonOption();

    public static Command Add()
    {
        var domain = new Argument<string>("DOMAIN") { Description = "the domain, such as contoso.example" };
        var file = new Option<string?>("--file")
        {
            Description = "the topology file, with the authority's key beside it; for before a site runs",
            HelpName = "FILE",
        };
        var orders = new DomainOrders();
        var command = orders.With(new Command(
            "add", "Show what to publish so that a domain is verified, and what comes next.") { domain, file });
        command.SetAction((parsed, ct) => parsed.GetValue(file) is { } path
            ? Task.FromResult(orders.Show(parsed, path, parsed.GetValue(domain)!))
            : orders.AskAsync(parsed, DirectoryOrderKind.ListDomains, parsed.GetValue(domain), orders.PrintAdded, ct));
        return command;
    }

    public static Command Verify()
    {
        var domain = new Argument<string?>("DOMAIN")
        {
            Description = "the domain; default: every domain of the files", Arity = ArgumentArity.ZeroOrOne,
        };
        var orders = new DomainOrders();
        var command = orders.With(new Command(
            "verify", "Look now whether domains are proved, and say what was found where; exit 1 where one is not.")
        {
            domain,
        });
        command.SetAction((parsed, ct) => orders.AskAsync(
            parsed, DirectoryOrderKind.VerifyDomains, parsed.GetValue(domain), orders.PrintVerified, ct));
        return command;
    }

    /// <summary>How it stands with the domains of running sites.</summary>
    public static async Task<int> ListAsync(string? data, bool json, CancellationToken ct)
    {
        var rows = await AskAsync(data, null, null, DirectoryOrderKind.ListDomains, ct).ConfigureAwait(false);
        if (rows.Domains is not { } domains)
        {
            return rows.ExitCode;
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. domains], Json.Readable.DomainSeenArray));
            return ExitCode.Good;
        }

        var width = domains.Select(row => row.Domain.Length).DefaultIfEmpty(0).Max();
        foreach (var row in domains)
        {
            Console.WriteLine($"{row.Domain.PadRight(width)}  {row.Type,-14}  {DomainText.Standing(row)}");
        }

        return ExitCode.Good;
    }

    private Command With(Command command)
    {
        command.Add(data);
        command.Add(organization);
        command.Add(json);
        return command;
    }

    // Without a site: by the authority's public key, as a site does it.
    private int Show(ParseResult parsed, string path, string text)
    {
        if (TopologyInput.Read(path, parsed.GetValue(json)) is not { } topology)
        {
            return ExitCode.Usage;
        }

        var key = Identities.AuthorityPath(topology);
        if (!DomainInput.TryRead(text, out var name) || !File.Exists(key))
        {
            Console.Error.WriteLine(File.Exists(key)
                ? DomainInput.NoDomain(text)
                : $"causeway: {key} does not exist; `causeway identity {path}` makes it.");
            return ExitCode.Usage;
        }

        using var authority = OrganizationAuthority.Load(key);
        var domain = topology.Organization.Domains.FirstOrDefault(one => one.Name == name);
        return PrintAdded(parsed,
        [
            new DomainSeen(
                topology.Organization.Name, name.Value,
                domain is null ? null : Configuration.DomainTypeEdit.WordOf(domain.Type),
                domain is null ? DomainStanding.NotInFile : DomainStanding.Pending,
                DomainDesk.RecordsOf(DomainToken.Of(authority.Certificate, name)), []),
        ]);
    }

    private async Task<int> AskAsync(
        ParseResult parsed, DirectoryOrderKind kind, string? domain,
        Func<ParseResult, IReadOnlyList<DomainSeen>, int> print, CancellationToken ct)
    {
        DomainName name = default;
        if (domain is not null && !DomainInput.TryRead(domain, out name))
        {
            await Console.Error.WriteLineAsync(DomainInput.NoDomain(domain)).ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var (rows, code) = await AskAsync(
            parsed.GetValue(data), parsed.GetValue(organization), domain is null ? null : name.Value, kind, ct)
            .ConfigureAwait(false);
        return rows is null ? code : print(parsed, rows);
    }

    private static async Task<(IReadOnlyList<DomainSeen>? Domains, int ExitCode)> AskAsync(
        string? data, string? organization, string? domain, DirectoryOrderKind kind, CancellationToken ct)
    {
        using var sites = await RecipientSites.OpenAsync(data ?? DataFolder.Installed, ct).ConfigureAwait(false);
        if (sites is null)
        {
            return (null, ExitCode.CouldNotRun);
        }

        var asked = sites.All;
        if (domain is not null || organization is not null)
        {
            if (sites.Choose(organization, domain) is not { } one)
            {
                return (null, ExitCode.Usage);
            }

            asked = [one];
        }

        var rows = new List<DomainSeen>();
        foreach (var (listed, site) in asked)
        {
            var answer = await site.OrderAsync(
                new DirectoryOrder
                {
                    Organization = listed.Organization, Kind = kind, Domains = domain is null ? [] : [domain],
                }, ct).ConfigureAwait(false);
            if (!answer.Ok)
            {
                Console.Error.WriteLine($"causeway: {string.Join(' ', answer.Faults)}");
                return (null, ExitCode.CouldNotRun);
            }

            rows.AddRange(answer.Domains ?? []);
        }

        return (rows, ExitCode.Good);
    }

    private int PrintAdded(ParseResult parsed, IReadOnlyList<DomainSeen> rows)
    {
        if (!WriteJson(parsed, rows))
        {
            rows.SelectMany(DomainText.ToPublish).ToList().ForEach(Console.WriteLine);
        }

        return ExitCode.Good;
    }

    private int PrintVerified(ParseResult parsed, IReadOnlyList<DomainSeen> rows)
    {
        if (!WriteJson(parsed, rows))
        {
            rows.SelectMany(DomainText.Found).ToList().ForEach(Console.WriteLine);
        }

        return rows.All(DomainText.IsProved) ? ExitCode.Good : ExitCode.No;
    }

    private bool WriteJson(ParseResult parsed, IReadOnlyList<DomainSeen> rows)
    {
        if (parsed.GetValue(json))
        {
            Console.WriteLine(JsonSerializer.Serialize([.. rows], Json.Readable.DomainSeenArray));
            return true;
        }

        return false;
    }
}
