using System.Collections.Immutable;

namespace Causeway.Authentication.Results;

/// <summary>What one method found, such as <c>spf=pass smtp.mailfrom=a.example</c> (RFC 8601 section 2.2).</summary>
/// <param name="Method">The method, in lower case.</param>
/// <param name="Result">The result, in lower case.</param>
public sealed record MethodResult(string Method, string Result)
{
    /// <summary>Why, for people; null without one.</summary>
    public string? Reason { get; init; }

    public ImmutableArray<ResultProperty> Properties { get; init; } = [];

    /// <summary>The same with one more property; without it where there is no value.</summary>
    public MethodResult With(string type, string name, string? value) => string.IsNullOrEmpty(value)
        ? this
        : this with { Properties = Properties.Add(new ResultProperty(type, name, value)) };

    /// <summary>The value of the first property of this name; null without one.</summary>
    public string? ValueOf(string type, string name) =>
        Properties.FirstOrDefault(property => property.Type == type && property.Name == name)?.Value;

    public bool Equals(MethodResult? other) =>
        other is not null && Method == other.Method && Result == other.Result && Reason == other.Reason
        && Properties.SequenceEqual(other.Properties);

    public override int GetHashCode() => HashCode.Combine(Method, Result, Reason, Properties.Length);
}
