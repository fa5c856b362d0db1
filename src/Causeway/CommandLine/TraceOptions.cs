using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using Causeway.Core;
using Causeway.Tracing;

namespace Causeway.CommandLine;

/// <summary>The options by which <c>trace</c> chooses.</summary>
internal sealed class TraceOptions
{
    private readonly Option<string?> messageId = new("--message-id")
    {
        Description = "the Message-ID, with or without brackets", HelpName = "ID",
    };

    private readonly Option<string?> id = new("--id")
    {
        Description = "the id of the trace, or a queue id", HelpName = "ID",
    };

    private readonly Option<string?> from = new("--from")
    {
        Description = "the reverse-path or its domain; <> for null", HelpName = "ADDRESS",
    };

    private readonly Option<string?> to = new("--to")
    {
        Description = "a recipient or its domain", HelpName = "ADDRESS",
    };

    private readonly Option<string?> subject = new("--subject")
    {
        Description = "a part of the subject", HelpName = "TEXT",
    };

    private readonly Option<string?> address = new("--address")
    {
        Description = "the peer of any event, as 192.0.2.1 or 192.0.2.0/24", HelpName = "IP",
    };

    private readonly Option<string?> status = new("--status")
    {
        Description = $"what became of it: {string.Join(", ", TraceWords.Outcomes)}", HelpName = "STATUS",
    };

    private readonly Option<string?> since = new("--since")
    {
        Description = "accepted or refused since a time, as 2h (ago) or 2026-01-31T09:00:00Z", HelpName = "TIME",
    };

    private readonly Option<string?> until = new("--until")
    {
        Description = "accepted or refused before a time", HelpName = "TIME",
    };

    private readonly Option<int> limit = new("--limit")
    {
        Description = "at most so many, the newest", HelpName = "N", DefaultValueFactory = _ => 1000,
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            { messageId, id, from, to, subject, address, status, since, until, limit })
        {
            command.Add(option);
        }
    }

    /// <summary>The query, or what is wrong with an option.</summary>
    public bool TryRead(
        ParseResult parsed, DateTimeOffset now, [NotNullWhen(true)] out TraceQuery? query,
        [NotNullWhen(false)] out string? fault)
    {
        query = null;
        var (peer, outcome, most) = (parsed.GetValue(address), parsed.GetValue(status), parsed.GetValue(limit));
        fault = peer is not null && !IPAddress.TryParse(peer, out _) && !IPNetwork.TryParse(peer, out _)
            ? $"'{peer}' is no address; write --address 192.0.2.1 or 192.0.2.0/24."
            : outcome is not null && !TraceWords.Outcomes.Contains(outcome)
            ? $"'{outcome}' is no status; write {string.Join(", ", TraceWords.Outcomes)}."
            : most is < 1 or > 1_000_000 ? $"{most} traces cannot be had; write --limit from 1 to 1000000."
            : null;
        if (fault is not null || !TryTime(parsed, since, now, out var first, out fault)
            || !TryTime(parsed, until, now, out var last, out fault))
        {
            return false;
        }

        query = new TraceQuery
        {
            MessageId = parsed.GetValue(messageId),
            Id = parsed.GetValue(id),
            From = parsed.GetValue(from)?.Trim('<', '>'),
            To = parsed.GetValue(to)?.Trim('<', '>'),
            Subject = parsed.GetValue(subject),
            Address = peer,
            Status = outcome,
            Since = first,
            Until = last,
            Limit = most,
        };
        return true;
    }

    /// <summary>The first option that says something only of what is over; null where none does.</summary>
    public string? FindForPast(ParseResult parsed) =>
        new Option[] { status, since, until, limit }
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    private static bool TryTime(
        ParseResult parsed, Option<string?> option, DateTimeOffset now, out DateTimeOffset? time,
        [NotNullWhen(false)] out string? fault)
    {
        (time, fault) = (null, null);
        var text = parsed.GetValue(option);
        return text is null || TimeText.TryParse(option.Name, text, now, out time, out fault);
    }
}
