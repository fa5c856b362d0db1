using System.CommandLine;
using System.Globalization;
using Causeway.Admin;
using Causeway.Core.Topology;

namespace Causeway.CommandLine;

/// <summary><c>recipient reply ADDRESS</c>: what a mailbox answers by itself (RFC 3834).</summary>
internal static class RecipientReply
{
    public static Command Create()
    {
        var orders = new RecipientOrders();
        var address = new Argument<string>("ADDRESS") { Description = "the mailbox's primary address" };
        var inside = Text("--inside", "what the organization's own people read");
        var outside = Text("--outside", "what everybody else reads; without it they get no answer");
        var subject = Text("--subject", "the subject; default: that of the message behind 'Automatic reply:'");
        var from = Time("--from", "from when on; default: at once");
        var until = Time("--until", "until when; default: until it is turned off");
        var off = new Option<bool>("--off") { Description = "answer nobody any more" };
        var command = orders.With(new Command(
            "reply", "Have a mailbox answer by itself: each correspondent once in a while, never a list or a robot.")
        {
            address, inside, outside, subject, from, until, off,
        });
        command.Validators.Add(result =>
        {
            var says = result.GetValue(inside) is not null || result.GetValue(outside) is not null;
            if (says == result.GetValue(off))
            {
                result.AddError("Say what it answers, with --inside, --outside or both; or --off.");
            }
        });
        command.SetAction((parsed, ct) => orders.SendAsync(
            parsed, new DirectoryOrder
            {
                Kind = DirectoryOrderKind.Reply,
                Addresses = [parsed.GetValue(address)!],
                Reply = parsed.GetValue(off) ? null : new AutomaticReply
                {
                    Inside = parsed.GetValue(inside),
                    Outside = parsed.GetValue(outside),
                    Subject = parsed.GetValue(subject),
                    From = parsed.GetValue(from),
                    Until = parsed.GetValue(until),
                },
            }, ct));
        return command;
    }

    private static Option<string?> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "TEXT" };

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            {
                return time;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no time; write it as 2026-12-24T08:00Z.");
            return null;
        },
    };
}
