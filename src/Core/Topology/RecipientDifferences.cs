using System.Collections.Immutable;
using System.Globalization;
using Causeway.Core.Addresses;

namespace Causeway.Core.Topology;

/// <summary>What differs between two lists of recipients, row by row.</summary>
/// <param name="Changed">Each with what it was and what it is, in the words of the file.</param>
public sealed record RecipientDifferences(
    ImmutableArray<EmailAddress> Added, ImmutableArray<EmailAddress> Removed,
    ImmutableArray<(EmailAddress Address, string What)> Changed)
{
    private const int MostNamed = 10;

    public bool IsEmpty => Added.IsEmpty && Removed.IsEmpty && Changed.IsEmpty;

    public static RecipientDifferences Between(RecipientTable before, RecipientTable after)
    {
        var old = Rows(before);
        var now = Rows(after);
        return new RecipientDifferences(
            [.. now.Keys.Where(address => !old.ContainsKey(address))],
            [.. old.Keys.Where(address => !now.ContainsKey(address))],
            [
                .. now.Where(row => old.ContainsKey(row.Key)).Select(row => (row.Key, Between(old[row.Key], row.Value)))
                    .Where(change => change.Item2.Length > 0),
            ]);
    }

    /// <summary>For a person: how many, and which, as far as they can be named.</summary>
    public override string ToString() => Naming(MostNamed);

    /// <summary>As <see cref="ToString"/>, with so many of each named.</summary>
    public string Naming(int most) => string.Join("; ", new[]
    {
        Say("added", Added.Select(address => address.ToString()), Added.Length, most),
        Say("removed", Removed.Select(address => address.ToString()), Removed.Length, most),
        Say("changed", Changed.Select(change => $"{change.Address} ({change.What})"), Changed.Length, most),
    }.OfType<string>());

    // A table may hold an address twice, which is a fault of the proof's; the first owns it.
    private static Dictionary<EmailAddress, Recipient> Rows(RecipientTable table) =>
        table.Rows.DistinctBy(row => row.Address).ToDictionary(row => row.Address);

    private static string Between(Recipient old, Recipient now) => string.Join(", ", RecipientFields.Told(old)
        .Zip(RecipientFields.Told(now))
        .Where(pair => pair.First.Value != pair.Second.Value)
        .Select(pair => $"{pair.First.Name} {Shown(pair.First.Value)} -> {Shown(pair.Second.Value)}"));

    private static string Shown(string value) => value.Length == 0 ? "none" : value;

    private static string? Say(string what, IEnumerable<string> which, int count, int most)
    {
        if (count == 0)
        {
            return null;
        }

        var more = count > most
            ? string.Create(CultureInfo.InvariantCulture, $" and {count - most} more") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{count} {what}: {string.Join(", ", which.Take(most))}{more}");
    }
}
