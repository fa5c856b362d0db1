using System.Globalization;
using Causeway.Core.Proof;
using Causeway.Core.Routing;

namespace Causeway.CommandLine;

/// <summary>How the command line names things, in tables and in JSON alike.</summary>
internal static class Words
{
    public static string? AttributedTo(Origin origin) => origin switch
    {
        Origin.FromSite from => from.Site.Value,
        Origin.Submission => "submission",
        Origin.OwnMail => "own mail",
        _ => null,
    };

    /// <summary>A word of an enumeration, in lower case; two words with a hyphen.</summary>
    public static string Of<T>(T word)
        where T : struct, Enum => string.Concat(word.ToString().Select((letter, i) =>
        char.IsAsciiLetterUpper(letter) ? $"{(i == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>delivered, leaves, refused or undeliverable.</summary>
    public static string Outcome(Core.Proof.Path path) =>
        path.Deliveries.Any() ? "delivered"
        : path.Departures.Any() ? "leaves"
        : path.IsRefusedAtOnce ? "refused"
        : "undeliverable";

    /// <summary>«1 site», «3 sites».</summary>
    public static string Count(int number, string word) => Count(number, word, $"{word}s");

    public static string Count(int number, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    /// <summary>One line for a person: «cloud relays grace@contoso.example to office».</summary>
    public static string Sentence(HopJson hop) => hop.Action switch
    {
        "relay" => $"{hop.Site} relays {hop.Recipient} to {hop.Next}",
        "deliver" => $"{hop.Site} delivers to {hop.Recipient}",
        "expand" => $"{hop.Site} expands {hop.Recipient}",
        "forward" => $"{hop.Site} forwards {hop.Recipient}",
        _ => $"{hop.Site} refuses {hop.Recipient}: {hop.Reply}",
    };
}
