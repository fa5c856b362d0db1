using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Auditing;
using Causeway.Configuration;
using Causeway.Core.Addresses;
using Causeway.Core.Proof;
using Causeway.Core.Topology;
using Causeway.Directories;
using Causeway.Running.Domains;
using Causeway.Transport;
using Causeway.Transport.Replicating;

namespace Causeway.Running;

/// <summary>
/// Takes orders for the directories of a site's organizations: carries them out where the site is the primary, hands
/// them on to it where another one is. All of an order, or nothing of it.
/// </summary>
/// <param name="primaryOf">The way to the primary of an organization of which this site has a copy.</param>
internal sealed class DirectoryDesk(
    Tenants tenants, SiteDirectories directories, DomainDesk domains, SiteName here, AuditLog audit,
    Func<string, ReplicationClient?> primaryOf)
{
    private const int MostRecorded = 1000;

    private readonly PasswordDesk passwords = new(directories.Store, here, audit);

    public async Task<DirectoryAnswer> OrderAsync(DirectoryOrder order, CancellationToken ct)
    {
        if (Choose(order.Organization) is not { } tenant)
        {
            var names = string.Join(", ", tenants.All.Select(tenant => tenant.Organization.Name));
            return DirectoryAnswer.Refused($"{here} serves {names}; say which with --organization.");
        }

        var organization = tenant.Organization;
        if (order.Kind == DirectoryOrderKind.ListDomains || directories.IsPrimaryOf(organization)
            || (DomainDesk.IsForIt(order) && directories.ProvesDomainsOf(organization)))
        {
            return await CarryOutAsync(tenant, order, ct).ConfigureAwait(false);
        }

        if (primaryOf(organization.Name) is not { } primary)
        {
            return DirectoryAnswer.Refused($"the directory of {organization.Name} is kept by {organization.Directory}, "
                + "which is of another platform; change it there, or in the recipients file.") with
            {
                IsElsewhere = true,
            };
        }

        try
        {
            var asked = order with { Organization = organization.Name };
            var answer = await primary.OrderAsync(
                JsonSerializer.SerializeToUtf8Bytes(asked, ApiJson.Default.DirectoryOrder), ct).ConfigureAwait(false);
            return JsonSerializer.Deserialize(answer, ApiJson.Default.DirectoryAnswer)!;
        }
        catch (Exception fault) when (fault is IOException or JsonException)
        {
            return DirectoryAnswer.Refused(fault.Message);
        }
    }

    /// <summary>Takes an order that another site of the organization hands on.</summary>
    public async Task<byte[]> OrderAsync(Tenant tenant, SiteName from, Stream body, CancellationToken ct)
    {
        DirectoryAnswer answer;
        try
        {
            var order = await JsonSerializer.DeserializeAsync(body, ApiJson.Default.DirectoryOrder, ct)
                .ConfigureAwait(false);
            answer = order is null
                ? DirectoryAnswer.Refused("there is no order.")
                : await CarryOutAsync(tenant, order with { Who = $"{order.Who} at {from}" }, ct).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            answer = DirectoryAnswer.Refused($"{from} sent what is no order: {fault.Message}");
        }

        return JsonSerializer.SerializeToUtf8Bytes(answer, ApiJson.Default.DirectoryAnswer);
    }

    public IReadOnlyList<DirectoryListing> List(string? organization, string? address) =>
    [
        .. tenants.All.Where(tenant => organization is null or "" || tenant.Organization.Name == organization)
            .Select(tenant => new DirectoryListing(
                tenant.Organization.Name, [.. tenant.Organization.Domains.Select(domain => domain.Name.Value)],
                here.Value, tenant.Organization.Directory.Value, tenant.Here.CanHoldMailboxes,
                directories.Store.StateOf(tenant.Organization.Name).Position.Number,
                [.. Matching(tenant.Snapshot.Recipients, address).Select(Row)])),
    ];

    private static IEnumerable<Recipient> Matching(IRecipientDirectory recipients, string? address)
    {
        if (EmailAddress.TryParse(address, out var exact))
        {
            return recipients.Find(exact) is { } owner ? [owner] : [];
        }

        var all = recipients is DirectoryState state ? state.ToTable().Rows
            : recipients is RecipientTable table ? table.Rows
            : [];
        return all.Where(row =>
            address is null or "" || $"{row.Address}".Contains(address, StringComparison.OrdinalIgnoreCase));
    }

    private static RecipientRow Row(Recipient record) => new(
        record.Address.ToString(), record.Version,
        RecipientFields.Of(record).Where(field => field.Value.Length > 0 && field is not ("keep", "yes"))
            .ToDictionary(field => field.Name, field => field.Value),
        record.AutomaticReply);

    private Tenant? Choose(string? organization) =>
        organization is { Length: > 0 } ? tenants.Named(organization)
        : tenants.All.Length == 1 ? tenants.First
        : null;

    private Task<DirectoryAnswer> CarryOutAsync(Tenant tenant, DirectoryOrder order, CancellationToken ct) =>
        DomainDesk.IsForIt(order)
            ? domains.CarryOutAsync(tenant, order, ct)
            : Task.FromResult(CarryOut(tenant, order));

    private DirectoryAnswer CarryOut(Tenant tenant, DirectoryOrder order)
    {
        if (PasswordDesk.IsForIt(order))
        {
            return passwords.CarryOut(tenant.Organization.Name, order);
        }

        if (Edits(tenant, order, out var faults) is not { } edits)
        {
            return DirectoryAnswer.Refused(faults);
        }

        DirectoryAnswer? answer = null;
        try
        {
            directories.Store.Change([tenant.Organization.Name], (_, state) =>
            {
                (answer, var changes) = Judge(tenant, order, edits, state);
                return changes;
            });
        }
        catch (IOException fault)
        {
            return DirectoryAnswer.Refused($"{here} could not record it, and changed nothing: {fault.Message}");
        }

        return answer!;
    }

    private (DirectoryAnswer Answer, ImmutableArray<DirectoryChange> Changes) Judge(
        Tenant tenant, DirectoryOrder order, IReadOnlyList<DirectoryEdit> edits, DirectoryState state)
    {
        var number = state.Position.Number;
        var judged = DirectoryJudgement.Of(state, edits);
        if (!judged.Faults.IsEmpty)
        {
            return (new DirectoryAnswer(false, number, [], judged.Faults), []);
        }

        if (Unproved(tenant, state, judged.Changes) is { Count: > 0 } unproved)
        {
            return (new DirectoryAnswer(false, number, [], unproved), []);
        }

        var concerned = Concerned.By(tenant.Organization, state, judged.Changes);
        if (!concerned.Orphans.IsEmpty)
        {
            return (new DirectoryAnswer(false, number, [], concerned.Orphans), []);
        }

        if (Worse(tenant.Organization, concerned) is { } worse)
        {
            return (new DirectoryAnswer(false, number, [], [worse]), []);
        }

        var lines = Lines(concerned.Differences).ToList();
        if (order.IsDryRun || judged.Changes.IsEmpty)
        {
            return (new DirectoryAnswer(true, number, lines, []), []);
        }

        // First the record: what is not recorded does not count.
        audit.Append(Entries(tenant.Organization.Name, order, lines));
        return (new DirectoryAnswer(true, number + 1, lines, []), judged.Changes);
    }

    // Nobody gets a new address in a domain that is not proved yet.
    private static List<string> Unproved(
        Tenant tenant, DirectoryState state, ImmutableArray<DirectoryChange> changes) =>
    [
        .. from change in changes
           from address in change.Entry.Record?.Addresses ?? []
           where tenant.Snapshot.IsUnproved(address.Domain) && state.Find(address) is null
           select $"{address}: {address.Domain} is not verified yet. Publish the record that "
               + $"`causeway domain add {address.Domain}` prints; `causeway domain verify {address.Domain}` says "
               + "what was found.",
    ];

    private static List<AuditChange> Entries(string organization, DirectoryOrder order, List<string> lines)
    {
        var what = $"recipient.{order.Kind.ToString().ToLowerInvariant()}";
        var entries = lines.Take(MostRecorded)
            .Select(line => new AuditChange(order.Who, what, organization, null, line)).ToList();
        if (lines.Count > MostRecorded)
        {
            entries.Add(new AuditChange(order.Who, what, organization, null, string.Create(
                CultureInfo.InvariantCulture, $"{lines.Count - MostRecorded} further recipients")));
        }

        return entries;
    }

    private static IEnumerable<string> Lines(RecipientDifferences differences) =>
        differences.Added.Select(address => $"added {address}")
            .Concat(differences.Changed.Select(change => $"changed {change.Address}: {change.What}"))
            .Concat(differences.Removed.Select(address => $"removed {address}"));

    private static string? Worse(Organization organization, Concerned concerned)
    {
        var failing = Failures(organization, concerned.Before).Select(result => result.Id).ToHashSet();
        var worse = Failures(organization, concerned.After).FirstOrDefault(result => !failing.Contains(result.Id));
        return worse is null ? null : $"{worse.Id} would fail: {worse.Summary}";
    }

    private static IEnumerable<PropertyResult> Failures(Organization organization, RecipientTable recipients) =>
        Prover.Prove(organization, recipients).Where(result => result.Verdict == Verdict.Fail);

    private List<DirectoryEdit>? Edits(Tenant tenant, DirectoryOrder order, out string[] faults)
    {
        faults = [];
        if (order.Kind is DirectoryOrderKind.Remove or DirectoryOrderKind.Reply)
        {
            faults =
            [
                .. order.Addresses.Where(text => !EmailAddress.TryParse(text, out _))
                    .Select(text => $"'{text}' is no mail address; write local@domain."),
                .. order.Reply?.Faults() ?? [],
            ];
            return faults.Length > 0
                ? null
                : [.. order.Addresses.Select(text => Edit(order, EmailAddress.Parse(text)))];
        }

        var (table, found) = TopologyReader.ReadRecipients(
            order.Name, Encoding.UTF8.GetBytes(order.Rows ?? ""), tenant.Organization);
        if (table is null)
        {
            faults = [.. found.Select(fault => fault.ToString())];
            return null;
        }

        var edits = table.Rows.Select(row => Edit(order, row)).ToList();
        if (order.Kind == DirectoryOrderKind.Replace)
        {
            var named = table.Rows.Select(row => row.Address).ToHashSet();
            edits.AddRange(directories.Store.StateOf(tenant.Organization.Name).Records
                .Where(record => !named.Contains(record.Address))
                .Select(record => new DirectoryEdit.Remove(record.Address)));
        }

        return edits;
    }

    private static DirectoryEdit Edit(DirectoryOrder order, EmailAddress address) =>
        order.Kind == DirectoryOrderKind.Remove ? new DirectoryEdit.Remove(address)
            : new DirectoryEdit.SetReply(address, order.Reply);

    private static DirectoryEdit Edit(DirectoryOrder order, Recipient row) => order.Kind switch
    {
        DirectoryOrderKind.Add => new DirectoryEdit.Add(row),
        DirectoryOrderKind.Change => new DirectoryEdit.Change(row, order.Seen),
        _ => new DirectoryEdit.Put(row, null),
    };
}
