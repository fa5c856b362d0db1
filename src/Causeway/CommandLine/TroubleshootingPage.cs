using System.Text;

namespace Causeway.CommandLine;

/// <summary>The page that tells of every reply: written from the table, so that it cannot say anything else.</summary>
internal static class TroubleshootingPage
{
    public static string Write(IEnumerable<ReplyJson> replies)
    {
        var page = new StringBuilder()
            .Append("# Troubleshooting by reply code\n\n")
            .Append("Every reply that Causeway gives of its own, what lies behind it, and what to do. ")
            .Append("`causeway reply 5.7.51` says the same of one code; this page is `causeway reply --markdown`.\n\n")
            .Append("A code of 4xx is for now: whoever sends keeps the message and tries again. ")
            .Append("A code of 5xx is for good: the sender is told.\n\n")
            .Append("| reply | cause | what to do | who |\n| --- | --- | --- | --- |\n");
        foreach (var row in replies)
        {
            page.Append($"| `{row.Reply}` | {row.Cause} | {row.Cure} | {row.Fixer} |\n");
        }

        return page
            .Append("\n## A message is gone\n\n")
            .Append("`causeway trace --message-id ID --data DIR` tells where it is, refused ones included. ")
            .Append("What waits or is held, `causeway queue list --data DIR` shows, with the reply that decided it.\n")
            .ToString();
    }
}
