using Causeway.Core.Addresses;

namespace Causeway.Transport.Domains;

/// <summary>Fetches the file by which a web site proves its domain.</summary>
public interface IDomainFiles
{
    /// <summary>The text of the file, or why there is none. Only cancellation throws.</summary>
    ValueTask<DomainFile> FetchAsync(DomainName domain, CancellationToken ct);
}

/// <summary>What was fetched.</summary>
/// <param name="Text">The text; null where there is none.</param>
/// <param name="Why">Why there is none, as a person says it.</param>
/// <param name="IsFault">True where it may be there all the same: nobody answered, or not as agreed.</param>
public sealed record DomainFile(string? Text, string? Why, bool IsFault);
