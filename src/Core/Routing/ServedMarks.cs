using System.Collections.Immutable;
using Causeway.Core.Addresses;

namespace Causeway.Core.Routing;

/// <summary>Marks in plain words, for proof and explanation.</summary>
public sealed record ServedMarks(ImmutableHashSet<ServedMark> Marks) : IServedMarks
{
    public static ServedMarks None { get; } = new(ImmutableHashSet<ServedMark>.Empty);

    public bool Contains(ServedMark mark) => Marks.Contains(mark);

    public long? HighestVersion(EmailAddress recipient) =>
        Marks.Where(mark => mark.Recipient == recipient).Select(mark => (long?)mark.Version).Max();

    public ServedMarks With(IEnumerable<ServedMark> served) => new(Marks.Union(served));
}
