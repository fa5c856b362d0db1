using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Core.Addresses;
using Causeway.Mailboxes;
using Causeway.Watching.Alerts;

namespace Causeway.CommandLine;

/// <summary><c>mailbox list|show|export ADDRESS</c>: what lies in a mailbox, wherever its site is.</summary>
internal static class MailboxCommand
{
    private sealed record Place(ISiteView Site, StoredMessage Message);

    public static Command Create() => new("mailbox", "Look into a mailbox.") { List(), Show(), Export() };

    private static Command List()
    {
        var address = AddressArgument();
        var data = DataFolder.Option();
        var json = TopologyInput.JsonOption();
        var command = new Command("list", "List the messages, oldest first.") { address, data, json };
        command.SetAction((parsed, ct) => WithMessagesAsync(
            parsed.GetValue(address)!, parsed.GetValue(data)!, (_, places) =>
            {
                Print([.. places.Select(place => place.Message)], parsed.GetValue(json));
                return Task.FromResult(ExitCode.Good);
            }, ct));
        return command;
    }

    private static Command Show()
    {
        var address = AddressArgument();
        var id = new Argument<string?>("ID")
        {
            Description = "the message's id; default: the newest", Arity = ArgumentArity.ZeroOrOne,
        };
        var data = DataFolder.Option();
        var command = new Command("show", "Write a message's octets to stdout, as they are stored.")
        {
            address, id, data,
        };
        command.SetAction((parsed, ct) => WithMessagesAsync(
            parsed.GetValue(address)!, parsed.GetValue(data)!,
            (mailbox, places) => ShowAsync(mailbox, places, parsed.GetValue(id), ct), ct));
        return command;
    }

    private static Command Export()
    {
        var address = AddressArgument();
        var data = DataFolder.Option();
        var target = new Option<string>("--to")
        {
            Description = "the folder to write to", Required = true, HelpName = "DIR",
        };
        var command = new Command(
            "export", "Write the stored octets of each message to a file of its own, one .eml each.")
        {
            address, data, target,
        };
        command.SetAction((parsed, ct) => WithMessagesAsync(
            parsed.GetValue(address)!, parsed.GetValue(data)!,
            (mailbox, places) => ExportAsync(mailbox, places, parsed.GetValue(target)!, ct), ct));
        return command;
    }

    private static Argument<string> AddressArgument() => new("ADDRESS") { Description = "the mailbox's address" };

    private static async Task<int> WithMessagesAsync(
        string text, string data, Func<EmailAddress, IReadOnlyList<Place>, Task<int>> act, CancellationToken ct)
    {
        if (!EmailAddress.TryParse(text, out var address))
        {
            await Console.Error.WriteLineAsync($"causeway: '{text}' is no mail address; write local@domain.")
                .ConfigureAwait(false);
            return ExitCode.Usage;
        }

        var sites = DataFolder.Open(data);
        if (sites.Count == 0)
        {
            return ExitCode.CouldNotRun;
        }

        var places = new List<Place>();
        foreach (var site in sites)
        {
            places.AddRange(
                (await site.ListAsync(address, ct).ConfigureAwait(false)).Select(one => new Place(site, one)));
        }

        return await act(address, places).ConfigureAwait(false);
    }

    private static void Print(StoredMessage[] messages, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(messages, Json.Readable.StoredMessageArray));
            return;
        }

        foreach (var message in messages)
        {
            var date = message.InternalDate.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            Console.WriteLine($"{message.Id}  {date}  {message.Size,9}  {message.From}  {message.Subject}");
        }

        Console.WriteLine($"{Words.Count(messages.Length, "message")}, "
            + $"{Judge.Octets(messages.Sum(message => message.Size))}");
    }

    private static async Task<int> ShowAsync(
        EmailAddress mailbox, IReadOnlyList<Place> places, string? id, CancellationToken ct)
    {
        var place = id is null
            ? (places.Count > 0 ? places[^1] : null)
            : places.FirstOrDefault(place => place.Message.Id == id);
        if (place is null
            || await place.Site.ReadAsync(mailbox, place.Message.Id, ct).ConfigureAwait(false) is not { } octets)
        {
            await Console.Error.WriteLineAsync(
                id is null ? $"causeway: {mailbox} holds no message." : $"causeway: {mailbox} holds no message {id}.")
                .ConfigureAwait(false);
            return ExitCode.No;
        }

        using var output = Console.OpenStandardOutput();
        await output.WriteAsync(octets, ct).ConfigureAwait(false);
        return ExitCode.Good;
    }

    private static async Task<int> ExportAsync(
        EmailAddress mailbox, IReadOnlyList<Place> places, string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        foreach (var (site, message) in places)
        {
            if (await site.ReadAsync(mailbox, message.Id, ct).ConfigureAwait(false) is { } octets)
            {
                var date = message.InternalDate.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
                await File.WriteAllBytesAsync(
                    System.IO.Path.Combine(folder, $"{date}-{message.Id}.eml"), octets, ct).ConfigureAwait(false);
            }
        }

        await Console.Error.WriteLineAsync($"{Words.Count(places.Count, "message")} written to {folder}")
            .ConfigureAwait(false);
        return ExitCode.Good;
    }
}
