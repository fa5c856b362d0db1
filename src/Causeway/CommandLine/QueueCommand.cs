using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Causeway.Admin;
using Causeway.Queue.Delivery;
using Causeway.Queue.Facts;

namespace Causeway.CommandLine;

/// <summary>
/// <c>queue list|show|retry|hold|release|drop</c>: what waits at running sites, and what to do with it. Every change is
/// a fact in the site's log, with the user who asked for it.
/// </summary>
internal static class QueueCommand
{
    public static Command Create() => new("queue", "See and change what waits at running sites.")
    {
        Asking("list", "List what waits or is held, oldest first.", List),
        Asking("show", "Show everything that is known of what waits.", Show),
        Ordering(Order.Retry, "Try it now."),
        Ordering(Order.Hold, "Do not try it until it is released."),
        Ordering(Order.Release, "Try what is held, as if it had come now."),
        Ordering(Order.Drop, "Remove it for good; nobody is told."),
    };

    private static Command Asking(string name, string description, Action<IReadOnlyList<QueuedCopy>> print)
    {
        var options = new Choice();
        var json = TopologyInput.JsonOption();
        var command = options.AddTo(new Command(name, description) { json });
        command.SetAction((parsed, ct) => options.WithSitesAsync(parsed, async (sites, filter) =>
        {
            var found = new List<QueuedCopy>();
            foreach (var site in sites)
            {
                found.AddRange(await site.FindQueuedAsync(filter, ct).ConfigureAwait(false));
            }

            Write([.. found.OrderBy(copy => copy.Accepted)], parsed.GetValue(json), print);
            return ExitCode.Good;
        }));
        return command;
    }

    private static Command Ordering(Order order, string description)
    {
        var options = new Choice();
        var json = TopologyInput.JsonOption();
        var all = new Option<bool>("--all") { Description = "everything in the queue, where nothing else is said" };
        var command = options.AddTo(new Command(order.ToString().ToLowerInvariant(), description) { all, json });
        command.SetAction((parsed, ct) => options.WithSitesAsync(parsed, async (sites, filter) =>
        {
            if (filter.IsEmpty && !parsed.GetValue(all))
            {
                await Console.Error.WriteLineAsync(
                    "causeway: say which: --id, --destination, --sender, or --all.").ConfigureAwait(false);
                return ExitCode.Usage;
            }

            var changed = new List<QueuedCopy>();
            foreach (var site in sites)
            {
                changed.AddRange(await site.OrderAsync(order, filter, ct).ConfigureAwait(false));
            }

            Write(changed, parsed.GetValue(json), List);
            return changed.Count > 0 ? ExitCode.Good : ExitCode.No;
        }));
        return command;
    }

    private static void Write(
        IReadOnlyList<QueuedCopy> copies, bool json, Action<IReadOnlyList<QueuedCopy>> print)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. copies], Json.Readable.QueuedCopyArray));
        }
        else
        {
            print(copies);
        }
    }

    private static void List(IReadOnlyList<QueuedCopy> copies)
    {
        foreach (var copy in copies)
        {
            var held = copy.Recipients.Count(recipient => recipient.State == "held");
            var state = copy.NextAttempt is { } next ? $"next {Time(next)}" : "held";
            Console.WriteLine($"{copy.Site}  {copy.Id}/{copy.Copy}  {Age(copy.AgeSeconds)}  <{copy.From}>  -> "
                + $"{copy.Kind} {copy.Next}  {Words.Count(copy.Recipients.Count, "recipient")}"
                + $"{(held > 0 ? $" ({held} held)" : "")}  {Words.Count(copy.Attempts, "attempt")}  {state}");
            var reply = copy.LastReply ?? copy.Recipients.Select(recipient => recipient.Reply).LastOrDefault();
            if (reply is not null)
            {
                Console.WriteLine($"    {reply}");
            }
        }

        Console.WriteLine(copies.Count == 1 ? "1 copy" : $"{copies.Count} copies");
    }

    private static void Show(IReadOnlyList<QueuedCopy> copies)
    {
        foreach (var copy in copies)
        {
            Console.WriteLine($"{copy.Site}  {copy.Id}/{copy.Copy}  {copy.MessageId ?? "(no Message-ID)"}");
            Console.WriteLine($"  from <{copy.From}>, {copy.Size} octets, accepted {Time(copy.Accepted)}");
            Console.WriteLine($"  to {copy.Kind} {copy.Next}, {Words.Count(copy.Attempts, "attempt")}"
                + $"{(copy.NextAttempt is { } next ? $", next {Time(next)}" : "")}"
                + $"{(copy.IsRunning ? ", being tried" : "")}");
            if (copy.Pool is { } pool)
            {
                Console.WriteLine($"  leaves from the pool {pool}");
            }

            Console.WriteLine($"  last reply: {copy.LastReply ?? "none"}");
            foreach (var recipient in copy.Recipients)
            {
                Console.WriteLine($"  {recipient.Recipient}  {recipient.State}  {recipient.Reply}");
            }
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Age(long seconds) =>
        TimeSpan.FromSeconds(seconds).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>The options by which every command here chooses.</summary>
    private sealed class Choice
    {
        private readonly Option<string?> id = new("--id") { Description = "the queue id", HelpName = "ID" };
        private readonly Option<string?> destination = new("--destination")
        {
            Description = "a next site, or a recipient or its domain", HelpName = "NEXT",
        };

        private readonly Option<string?> sender = new("--sender")
        {
            Description = "the reverse-path or its domain; <> for null", HelpName = "ADDRESS",
        };

        private readonly Option<string?> site = new("--site")
        {
            Description = "the site whose queue it is; default: all", HelpName = "SITE",
        };

        private readonly Option<string> data = DataFolder.Option();

        public Command AddTo(Command command)
        {
            foreach (var option in new Option[] { id, destination, sender, site, data })
            {
                command.Add(option);
            }

            return command;
        }

        public async Task<int> WithSitesAsync(
            ParseResult parsed, Func<IReadOnlyList<ApiClient>, QueueFilter, Task<int>> act)
        {
            var wanted = parsed.GetValue(site);
            var sites = DataFolder.Open(parsed.GetValue(data)!).OfType<ApiClient>()
                .Where(client => wanted is null || client.Site == wanted).ToList();
            if (sites.Count == 0)
            {
                await Console.Error.WriteLineAsync(
                    "causeway: no such site runs; the queue is asked for at a running site.").ConfigureAwait(false);
                return ExitCode.CouldNotRun;
            }

            try
            {
                return await act(sites, new QueueFilter
                {
                    Id = parsed.GetValue(id),
                    Destination = parsed.GetValue(destination),
                    Sender = parsed.GetValue(sender)?.Trim('<', '>'),
                }).ConfigureAwait(false);
            }
            finally
            {
                sites.ForEach(client => client.Dispose());
            }
        }
    }
}
