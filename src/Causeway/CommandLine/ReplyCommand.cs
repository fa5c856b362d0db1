using System.CommandLine;
using System.Text.Json;
using Causeway.Core.Replies;
using Causeway.Mail.Dsn;

namespace Causeway.CommandLine;

/// <summary><c>reply [TEXT]</c>: what a reply of ours means, and what to do about it.</summary>
internal static class ReplyCommand
{
    public static Command Create()
    {
        var text = new Argument<string[]>("TEXT")
        {
            Description = "a code, an enhanced code or the words of a reply, such as 5.7.51; all replies without it",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var markdown = new Option<bool>("--markdown")
        {
            Description = "write the page of the documents, docs/troubleshooting.md",
        };
        var json = TopologyInput.JsonOption();
        var command = new Command("reply", "Say what a reply means and what to do about it.") { text, markdown, json };
        command.SetAction(parsed => Run(
            string.Join(' ', parsed.GetValue(text) ?? []), parsed.GetValue(markdown), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string text, bool markdown, bool json)
    {
        // A whole code is meant as one: 5.7.51 is not the beginning of 5.7.512.
        var rows = All().ToList();
        var found = rows.FindAll(row => row.Status == text);
        found = found.Count > 0 ? found : rows.FindAll(row => Contains(row, text));
        if (markdown)
        {
            Console.Write(TroubleshootingPage.Write(found));
        }
        else if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize([.. found], Json.Readable.ReplyJsonArray));
        }
        else
        {
            found.ForEach(Print);
        }

        if (found.Count > 0)
        {
            return ExitCode.Good;
        }

        Console.Error.WriteLine($"causeway: no reply of ours says '{text}'; `causeway reply` lists them all.");
        return ExitCode.No;
    }

    private static IEnumerable<ReplyJson> All() => Enum.GetValues<Reason>()
        .Select(reason => (Reason: reason, Reply: ReplyTable.For(reason)))
        .OrderBy(row => row.Reply.Code).ThenBy(row => row.Reply.Status?.ToString(), StringComparer.Ordinal)
        .Select(row => new ReplyJson(
            row.Reply.Code, row.Reply.Status?.ToString(), row.Reply.ToString(), ReplyTable.Cause(row.Reason),
            ReplyTable.Cure(row.Reason),
            Advice.Of(row.Reply.ToString(), row.Reply.Status ?? default, isOurs: true).Fixer switch
            {
                Fixer.Sender => "the sender",
                Fixer.RecipientSide => "the recipient's side",
                _ => "an administrator of this organization",
            }));

    private static bool Contains(ReplyJson row, string text) =>
        row.Reply.Contains(text, StringComparison.OrdinalIgnoreCase);

    private static void Print(ReplyJson row)
    {
        Console.WriteLine(row.Reply);
        Console.WriteLine($"  cause   {row.Cause}");
        Console.WriteLine($"  cure    {row.Cure}");
        Console.WriteLine($"  by      {row.Fixer}");
    }
}
